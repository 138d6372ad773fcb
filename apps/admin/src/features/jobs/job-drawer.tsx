import { Alert, Button, Drawer, Group, Skeleton, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { JobDetail } from "@vetsuccess/contract/jobs";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatDay, formatDuration, formatInstant, formatSeconds, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import classes from "./job-drawer.module.css";
import { jobsIntervalMs } from "./live.ts";
import { jobTitle, progressWords, queueWords, reasonWords, runWords, stateWords } from "./words.ts";

/** One job: what it is, every attempt with its reason, and what can be done about it. */
export function JobDrawer({ jobId, onClose }: { jobId: string; onClose: () => void }) {
  const job = trpc.jobs.get.useQuery({ jobId }, { refetchInterval: jobsIntervalMs });
  return (
    <Drawer
      opened
      onClose={onClose}
      title={job.data ? jobTitle(job.data, today()) : "Job"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {job.isPending && <Skeleton height={200} />}
      {job.isError && job.data === undefined && (
        <Alert color="red" role="alert">
          {messageOf(job.error)}
        </Alert>
      )}
      {job.data && <Detail job={job.data} />}
    </Drawer>
  );
}

function Detail({ job }: { job: JobDetail }) {
  const now = useNow();
  const { label, tone } = stateWords[job.state];
  return (
    <Stack gap="lg">
      <div className={classes.head}>
        <StatusBadge tone={tone}>{label}</StatusBadge>
        <span className={classes.progress}>{progressWords(job, now)}</span>
      </div>
      {job.reason !== null && job.state !== "DONE" && (
        <div className={classes.reason} data-tone={tone}>
          <strong>Because:</strong> {reasonWords(job.reason)}
        </div>
      )}
      <Actions job={job} />
      <FactList
        title="About"
        facts={[
          { label: "Kind", value: <code>{job.name}</code> },
          { label: "Queue", value: job.queue === null ? "—" : queueWords[job.queue].label },
          { label: "Practice", value: job.practiceName ?? job.practiceId ?? "all" },
          { label: "Day", value: job.day === null ? "—" : formatDay(job.day, today()) },
          {
            label: "Attempts",
            value: job.maxAttempts === null ? job.attempt : `${job.attempt} of ${job.maxAttempts}`,
          },
        ]}
      />
      {job.runs.length > 0 && (
        <Timeline
          title="Attempts, newest first"
          events={job.runs.map((run) => ({
            key: run.uuid,
            tone: run.result === null ? "busy" : runWords[run.result].tone,
            title: `${run.attempt}. ${run.result === null ? "Running" : runWords[run.result].label}`,
            detail: runDetail(run),
            ...(run.reason === null ? {} : { quote: run.reason }),
          }))}
        />
      )}
    </Stack>
  );
}

function runDetail({ startedAt, finishedAt, workerId }: JobDetail["runs"][number]): string {
  const day = formatInstant(startedAt).split(",")[0];
  return [
    `${day}, ${formatSeconds(startedAt)}`,
    ...(finishedAt === null ? [] : [formatDuration(finishedAt.getTime() - startedAt.getTime())]),
    ...(workerId === "" ? [] : [`worker ${workerId.slice(0, 8)}`]),
  ].join(" · ");
}

/** What may be done in the state that the job is in. */
function Actions({ job }: { job: JobDetail }) {
  const utils = trpc.useUtils();
  const [isAsking, setIsAsking] = useState(false);
  const settle = (message: string) => ({
    onSuccess: async () => {
      showDone(message);
      setIsAsking(false);
      await utils.jobs.invalidate();
    },
  });
  const retry = trpc.jobs.retry.useMutation(settle("It is tried again."));
  const runNow = trpc.jobs.runNow.useMutation(settle("It runs as soon as a worker is free."));
  const cancel = trpc.jobs.cancel.useMutation(settle(job.state === "REJECTED" ? "Settled." : "Canceled."));
  const refusals = {
    retry: useRefusal("jobs.retry"),
    runNow: useRefusal("jobs.runNow"),
    cancel: useRefusal("jobs.cancel"),
  };
  const input = { jobId: job.id };
  const isWaiting = job.state === "WAITING" || job.state === "RETRYING";
  const isInTrouble = job.state === "FAILED" || job.state === "REJECTED";
  const error = retry.error ?? runNow.error ?? cancel.error;
  if (!isWaiting && !isInTrouble) return null;
  return (
    <div>
      {job.isSendUnknown && (
        <Alert color="yellow" variant="light" mb="sm">
          Nobody knows whether this mail was sent, so it is not tried again.{" "}
          <Link
            to={paths.emailUpdates}
            search={{ ...(job.day === null ? {} : { day: job.day }), state: "UNKNOWN" }}
          >
            Decide on the mail
          </Link>
        </Alert>
      )}
      <Group gap="sm">
        {isInTrouble && !job.isSendUnknown && (
          <ReasonButton reason={refusals.retry} loading={retry.isPending} onClick={() => retry.mutate(input)}>
            Try again
          </ReasonButton>
        )}
        {isWaiting && (
          <ReasonButton
            reason={refusals.runNow}
            loading={runNow.isPending}
            onClick={() => runNow.mutate(input)}
          >
            Run now
          </ReasonButton>
        )}
        {isAsking ? (
          <>
            <Button
              color="red"
              loading={cancel.isPending}
              data-autofocus
              onClick={() => cancel.mutate(input)}
            >
              {job.state === "REJECTED" ? "Yes, leave it" : "Yes, cancel it"}
            </Button>
            <Button variant="default" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <ReasonButton variant="default" reason={refusals.cancel} onClick={() => setIsAsking(true)}>
            {job.state === "REJECTED" ? "Leave as it is" : "Cancel the job"}
          </ReasonButton>
        )}
      </Group>
      {error && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {messageOf(error)}
        </Alert>
      )}
    </div>
  );
}
