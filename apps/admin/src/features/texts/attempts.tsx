import type { TextDetail } from "@vetsuccess/contract/texts";
import { formatDuration, formatInstant, formatSeconds } from "../../lib/format.ts";
import { Timeline } from "../../ui/timeline.tsx";
import { attemptWords, decisionWords } from "./words.ts";

type Attempt = TextDetail["attempts"][number];

/** What happened to a text: made, then every call of the provider, and what persons decided when nobody knew. */
export function Attempts({ text }: { text: Pick<TextDetail, "attempts" | "decisions" | "createdAt"> }) {
  const calls = text.attempts.map((attempt) => ({
    at: attempt.startedAt,
    key: attempt.uuid,
    tone: attempt.result === null ? ("busy" as const) : attemptWords[attempt.result].tone,
    title: attempt.result === null ? "Call under way" : attemptWords[attempt.result].label,
    detail: attemptDetail(attempt),
    ...(attempt.error === null ? {} : { quote: attempt.error }),
  }));
  const decisions = text.decisions.map(({ at, by, decision, reason }) => ({
    at,
    key: at.toISOString(),
    ...decisionWords[decision],
    detail: `${formatInstant(at)} · ${by}: ${reason}`,
  }));
  return (
    <Timeline
      title="What happened"
      events={[
        { key: "made", tone: "neutral", title: "Planned", detail: formatInstant(text.createdAt) },
        ...[...calls, ...decisions].sort((a, b) => a.at.getTime() - b.at.getTime()),
      ]}
    />
  );
}

function attemptDetail({ startedAt, finishedAt, httpStatus, providerId, workerId }: Attempt): string {
  const day = formatInstant(startedAt).split(",")[0];
  return [
    `${day}, ${formatSeconds(startedAt)}`,
    finishedAt === null ? null : formatDuration(finishedAt.getTime() - startedAt.getTime()),
    httpStatus === null ? null : `HTTP ${httpStatus}`,
    providerId === null ? null : `Dialpad id ${providerId}`,
    `worker ${workerId}`,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
