import { Alert, Skeleton, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { UpdatesPreview } from "@vetsuccess/contract/email-updates";
import type { ReactNode } from "react";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, plural, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { ContentTable } from "../../ui/content-table.tsx";
import type { Column } from "../../ui/list-table.tsx";
import { ListPanel } from "../../ui/list-panel.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./email-updates-page.module.css";
import { fileSize } from "./words.ts";

type Row = UpdatesPreview["practices"][number];

/** What a mailing on the day would send now. */
export function PreviewPanel({ day, dayField }: { day: string; dayField: ReactNode }) {
  const preview = trpc.emailUpdates.preview.useQuery({ day }, { retry: false });
  const { data } = preview;
  return (
    <ListPanel
      label="What would go out"
      filters={dayField}
      end={data?.isWorkingDay && <span role="status">{summaryOf(data)}</span>}
    >
      {preview.error && (
        <Alert color="red" variant="light" role="alert" m="md">
          {messageOf(preview.error)}
        </Alert>
      )}
      {preview.isPending && <Skeleton height={200} role="status" aria-label="The preview is loading" />}
      {data && !data.isWorkingDay && (
        <StateMessage icon={<IconMailOff size={22} />} title="Nothing is mailed on a day off">
          {formatDay(day, today())} is a weekend or a federal holiday; its files go out on the next working
          day.
        </StateMessage>
      )}
      {data?.isWorkingDay && data.practices.length === 0 && (
        <StateMessage icon={<IconMailOff size={22} />} title="No practice has e-mail updates on" />
      )}
      {data?.isWorkingDay && data.practices.length > 0 && (
        <ContentTable<Row>
          label="What would go out"
          rows={data.practices}
          rowKey={({ practiceId }) => practiceId}
          columns={columns}
        />
      )}
    </ListPanel>
  );
}

function summaryOf({ days, practices }: UpdatesPreview): string {
  const going = practices.filter(({ problem, files }) => problem === null && files.length > 0).length;
  const covered = days.map((day) => formatDay(day, today())).join(", ");
  return `${going} of ${plural(practices.length, "practice")} would get a mail · files of ${covered} · nothing is sent by looking`;
}

const columns: Column<Row>[] = [
  {
    key: "practice",
    title: "Practice",
    render: ({ practiceId, practiceName }) => (
      <Link className={classes.link} to={paths.practice} params={{ practiceId }}>
        {practiceName ?? practiceId}
      </Link>
    ),
  },
  {
    key: "recipients",
    title: "Recipients",
    render: ({ toAddress, ccAddresses }) => (
      <>
        {toAddress || "no address"}
        {ccAddresses.length > 0 && (
          <Text size="xs" c="dimmed">
            cc {ccAddresses.join(", ")}
          </Text>
        )}
      </>
    ),
  },
  {
    key: "files",
    title: "Files",
    render: ({ files, problem }) =>
      problem !== null ? (
        <>
          <StatusBadge tone="bad">Cannot go</StatusBadge>{" "}
          <Text size="xs" c="dimmed">
            {problem}
          </Text>
        </>
      ) : files.length === 0 ? (
        <StatusBadge tone="neutral">No files</StatusBadge>
      ) : (
        <details>
          <summary>
            {plural(files.length, "file")}, {fileSize(files.reduce((sum, { bytes }) => sum + bytes, 0))}
          </summary>
          <ul className={classes.files}>
            {files.map(({ path, bytes }) => (
              <li key={path}>
                <Text size="xs" c="dimmed">
                  {path} · {fileSize(bytes)}
                </Text>
              </li>
            ))}
          </ul>
        </details>
      ),
  },
];
