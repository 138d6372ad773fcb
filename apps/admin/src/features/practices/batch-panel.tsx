import { Alert, Button, NumberInput, Skeleton } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { BatchPreview, DecideBatchInput } from "@vetsuccess/contract/outreach";
import type { PracticeDetail } from "@vetsuccess/contract/practices";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { addDays, formatCount, formatDay, formatInstant, plural, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { DayInput } from "../../ui/day-input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { BatchRowsPanel } from "./batch-rows.tsx";
import { LaunchTrial, type Trial } from "./launch-trial.tsx";
import classes from "./practice-page.module.css";

const route = getRouteApi(paths.practice);

/** What the next batch will be, before it is: who gets a text, who does not and why; and the decision on it. */
export function BatchPanel({ practice }: { practice: PracticeDetail }) {
  const { oduId: practiceId } = practice;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [trial, setTrial] = useState<Trial | null>(null);
  const day = search.day ?? addDays(today(), 1);
  const input = { practiceId, day, ...trial };
  const preview = trpc.outreach.previewBatch.useQuery(input, {
    placeholderData: keepPreviousData,
    retry: false,
  });
  const { data } = preview;
  return (
    <div className={classes.stack}>
      <Panel
        title={headline(day, data)}
        action={
          <DayInput
            size="xs"
            w={130}
            aria-label="Day"
            value={day}
            onChange={(chosen) =>
              void navigate({ search: (before) => ({ ...before, day: chosen ?? undefined, page: 1 }) })
            }
          />
        }
      >
        {preview.error && <Alert color="red">{messageOf(preview.error)}</Alert>}
        {preview.isPending && <Skeleton height={140} />}
        {data && <Numbers preview={data} />}
        {data && <Stopped preview={data} />}
        {data && trial === null && (
          <Decision key={`${day}-${data.batch?.decidedAt.getTime()}`} preview={data} />
        )}
      </Panel>
      <LaunchTrial practice={practice} trial={trial} onTry={setTrial} />
      {data && <BatchRowsPanel input={input} preview={data} canTrim={trial === null} />}
    </div>
  );
}

function headline(day: string, preview: BatchPreview | undefined): string {
  const name = day === addDays(today(), 1) ? "Tomorrow" : day === today() ? "Today" : formatDay(day, today());
  if (!preview) return name;
  const skipped = preview.skipped.reduce((sum, { pets }) => sum + pets, 0);
  return `${name}: ${formatCount(preview.texts)} go, ${formatCount(skipped)} skipped`;
}

function Numbers({ preview }: { preview: BatchPreview }) {
  const { texts, pets, reminders, segments, costCents, days, windows, isCovered } = preview;
  const cost = costCents === null ? "—" : `$${(costCents / 100).toFixed(2)}`;
  return (
    <>
      <dl className={classes.numbers}>
        {[
          ["Texts to clients", formatCount(texts)],
          ["Pets in them", formatCount(pets)],
          ["Reminders", formatCount(reminders)],
          ["Segments", formatCount(segments)],
          ["Cost", cost],
          ["Days", String(days.length)],
        ].map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.dim}>
        {windows.length > 0 &&
          `Due ${windows.map(({ from, through }) => (from === through ? from : `${from} to ${through}`)).join(", ")}. `}
        {isCovered && "This day was planned already: what is shown is what was left. "}
        {days.length > 1 &&
          `Spread: ${days.map(({ day, texts: count }) => `${formatDay(day, today())} ${count}`).join(" · ")}.`}
      </p>
    </>
  );
}

const stops = {
  PRACTICE_ARCHIVED: "The practice is archived: nothing is planned for it.",
  MAILING_OFF: "SMS mailing is off: nothing is planned until it is turned on.",
  NOT_APPROVED: "This batch waits for approval.",
  HELD: "This batch is held.",
} as const;

function Stopped({ preview: { stoppedBecause, missing, batch } }: { preview: BatchPreview }) {
  return (
    <>
      {stoppedBecause !== null && (
        <Alert color="yellow" variant="light" mt="sm">
          {stops[stoppedBecause]}
          {stoppedBecause === "HELD" && batch && ` By ${batch.decidedBy}, ${formatInstant(batch.decidedAt)}.`}
        </Alert>
      )}
      {missing.length > 0 && (
        <Alert color="yellow" variant="light" mt="sm">
          Settings are empty, so that texts show their names in brackets instead.
        </Alert>
      )}
    </>
  );
}

function Decision({ preview }: { preview: BatchPreview }) {
  const { practiceId, day, batch, texts, isCovered, stoppedBecause } = preview;
  const [most, setMost] = useState<number | null>(batch?.mostTexts ?? null);
  const queries = trpc.useUtils();
  const refused = useRefusal("outreach.decideBatch");
  const decide = trpc.outreach.decideBatch.useMutation({
    onSuccess: async ({ batch: decided }) => {
      showDone(
        decided === null
          ? "The decision is taken back."
          : decided.decision === "HELD"
            ? "The batch is held."
            : "The batch is approved.",
      );
      await Promise.all([queries.outreach.invalidate(), queries.practices.get.invalidate({ practiceId })]);
    },
  });
  const reason =
    refused ??
    (isCovered ? "This day is planned already." : undefined) ??
    (stoppedBecause === "MAILING_OFF" || stoppedBecause === "PRACTICE_ARCHIVED"
      ? stops[stoppedBecause]
      : undefined);
  const send = (decision: DecideBatchInput["decision"]) =>
    decide.mutate({
      practiceId,
      day,
      decision,
      mostTexts: most,
      leftOutClientIds: batch?.leftOutClientIds ?? [],
    });
  return (
    <>
      {decide.error && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {messageOf(decide.error)}
        </Alert>
      )}
      <div className={classes.foot} style={{ position: "static", background: "none", flexWrap: "wrap" }}>
        {batch && (
          <StatusBadge tone={batch.decision === "HELD" ? "warn" : "good"}>
            {`${batch.decision === "HELD" ? "Held" : "Approved"} by ${batch.decidedBy}`}
          </StatusBadge>
        )}
        {batch && batch.leftOutClientIds.length > 0 && (
          <span className={classes.dim}>{plural(batch.leftOutClientIds.length, "client")} taken out</span>
        )}
        <NumberInput
          size="xs"
          w={150}
          aria-label="Most texts on one day"
          placeholder="Most on one day"
          min={1}
          max={100_000}
          allowDecimal={false}
          value={most ?? ""}
          onChange={(value) => setMost(value === "" ? null : Number(value))}
        />
        {batch && (
          <Button variant="subtle" color="gray" loading={decide.isPending} onClick={() => send(null)}>
            Take back
          </Button>
        )}
        <ReasonButton
          variant="default"
          loading={decide.isPending}
          reason={reason}
          onClick={() => send("HELD")}
        >
          Hold
        </ReasonButton>
        <ReasonButton loading={decide.isPending} reason={reason} onClick={() => send("APPROVED")}>
          {`Approve ${plural(texts, "text")}`}
        </ReasonButton>
      </div>
    </>
  );
}
