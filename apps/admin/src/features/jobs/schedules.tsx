import { Skeleton, Switch } from "@mantine/core";
import type { Schedule } from "@vetsuccess/contract/jobs";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./schedules.module.css";
import { slowIntervalMs } from "./live.ts";
import { inWords } from "./words.ts";

/** What the clock starts: when it ran, when it runs next, and the switch. */
export function Schedules() {
  const list = trpc.jobs.schedules.useQuery(undefined, { refetchInterval: slowIntervalMs });
  return (
    <Panel title="Schedules" isFlush>
      {list.data === undefined ? (
        <div className={classes.loading}>
          {list.error ? messageOf(list.error) : <Skeleton height={120} />}
        </div>
      ) : list.data.schedules.length === 0 ? (
        <p className={classes.loading}>
          A worker announces its schedules when it starts. None has started yet.
        </p>
      ) : (
        <ul className={classes.list}>
          {list.data.schedules.map((schedule) => (
            <ScheduleRow key={schedule.name} schedule={schedule} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { name, title, cron, isOn, lastRunAt, lastResult, nextRunAt } = schedule;
  const now = useNow();
  const utils = trpc.useUtils();
  const settled = () => void utils.jobs.invalidate();
  const change = trpc.jobs.switchSchedule.useMutation({ onSettled: settled });
  const run = trpc.jobs.runSchedule.useMutation({
    onSuccess: () => showDone(`“${title}” is queued.`),
    onSettled: settled,
  });
  const refusal = useRefusal("jobs.switchSchedule");
  const runRefusal = useRefusal("jobs.runSchedule");
  const error = change.error ?? run.error;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <p className={classes.name}>{title}</p>
        <p className={classes.when}>
          {lastRunAt === null ? "Never ran" : `Ran ${formatInstant(lastRunAt)}`}
          {lastResult !== null && lastResult !== "DONE" && `, ${lastResult.toLowerCase()}`}
          {" · "}
          {nextRunAt === null ? "off" : `next ${inWords(nextRunAt, now)}`}
          {" · "}
          <code title="Cron pattern, UTC">{cron}</code>
        </p>
        {error && (
          <p className={classes.error} role="alert">
            {messageOf(error)}
          </p>
        )}
      </div>
      <ReasonButton
        size="compact-xs"
        variant="subtle"
        color="gray"
        reason={runRefusal}
        loading={run.isPending}
        aria-label={`Run now: ${title}`}
        leftSection={<IconPlayerPlay size={13} />}
        onClick={() => run.mutate({ name })}
      >
        Run now
      </ReasonButton>
      <span data-hint={refusal}>
        <Switch
          size="xs"
          aria-label={`Schedule: ${title}`}
          checked={change.isPending ? change.variables.isOn : isOn}
          disabled={refusal !== undefined}
          onChange={(event) => change.mutate({ name, isOn: event.currentTarget.checked })}
        />
      </span>
    </li>
  );
}
