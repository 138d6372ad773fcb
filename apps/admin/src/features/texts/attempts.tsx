import type { TextDetail } from "@vetsuccess/contract/texts";
import { formatDuration, formatInstant, formatSeconds } from "../../lib/format.ts";
import { Timeline } from "../../ui/timeline.tsx";
import { attemptWords } from "./words.ts";

type Attempt = TextDetail["attempts"][number];

/** What happened to a text: made, then every call of the provider. */
export function Attempts({ attempts, createdAt }: { attempts: readonly Attempt[]; createdAt: Date }) {
  return (
    <Timeline
      title="What happened"
      events={[
        { key: "made", tone: "neutral", title: "Planned", detail: formatInstant(createdAt) },
        ...attempts.map((attempt) => ({
          key: attempt.uuid,
          tone: attempt.result === null ? ("busy" as const) : attemptWords[attempt.result].tone,
          title: attempt.result === null ? "Call under way" : attemptWords[attempt.result].label,
          detail: attemptDetail(attempt),
          ...(attempt.error === null ? {} : { quote: attempt.error }),
        })),
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
