import { Alert, Button, Skeleton } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { WorkbookRow } from "@vetsuccess/contract/email-updates";
import { useRefusal } from "../../lib/account.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, formatSeconds, plural, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { ContentTable } from "../../ui/content-table.tsx";
import { DayInput } from "../../ui/day-input.tsx";
import type { Column } from "../../ui/list-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import classes from "./email-updates-page.module.css";

interface Props {
  practiceId: string;
  /** UTC, YYYY-MM-DD */
  day: string;
  onDay: (day: string | undefined) => void;
}

/** What agents changed for a practice on a day, as its workbook has it; to look at and to save. */
export function WorkbookPanel({ practiceId, day, onDay }: Props) {
  const refusal = useRefusal("emailUpdates.previewWorkbook");
  const workbook = trpc.emailUpdates.previewWorkbook.useQuery(
    { practiceId, day },
    { enabled: refusal === undefined, retry: false },
  );
  const { data } = workbook;
  return (
    <Panel
      title={`Changes of ${formatDay(day, today())}`}
      isFlush
      words={
        data && (
          <>
            {data.isEnabled
              ? "This workbook goes along with the practice's e-mail of the next working day."
              : "This workbook does not go along with the practice's e-mail. "}
            {!data.isEnabled && (
              <Link
                className={classes.link}
                to={paths.practice}
                params={{ practiceId }}
                search={{ tab: "settings" }}
              >
                Switch it on
              </Link>
            )}
          </>
        )
      }
      action={
        <div className={classes.day}>
          <DayInput
            size="xs"
            w={120}
            aria-label="Day (UTC)"
            value={day}
            maxDate={today()}
            onChange={(chosen) => onDay(chosen ?? undefined)}
          />
          <DownloadButton practiceId={practiceId} day={day} hasRows={(data?.rows.length ?? 0) > 0} />
        </div>
      }
    >
      {refusal !== undefined && <p className={classes.empty}>{refusal}</p>}
      {workbook.error && (
        <Alert color="red" variant="light" role="alert" m="md">
          {messageOf(workbook.error)}
        </Alert>
      )}
      {refusal === undefined && workbook.isPending && (
        <Skeleton height={160} role="status" aria-label="The changes are loading" />
      )}
      {data?.rows.length === 0 && (
        <StateMessage icon={<IconFileSpreadsheet size={22} />} title="Nothing was changed on this day">
          A day without changes has no workbook.
        </StateMessage>
      )}
      {data && data.rows.length > 0 && (
        <ContentTable<WorkbookRow & { place: number }>
          label="Changes"
          rows={data.rows.map((row, place) => ({ ...row, place }))}
          rowKey={({ place }) => String(place)}
          columns={columns}
        />
      )}
      {data?.hasMore && (
        <p className={classes.empty}>
          These are the first {plural(data.rows.length, "change")}; the workbook has all of them.
        </p>
      )}
    </Panel>
  );
}

function DownloadButton({ practiceId, day, hasRows }: { practiceId: string; day: string; hasRows: boolean }) {
  const refusal = useRefusal("emailUpdates.download");
  const reason = refusal ?? (hasRows ? undefined : "There is nothing to save.");
  const icon = <IconDownload size={14} />;
  if (reason !== undefined)
    return (
      <ReasonButton size="xs" variant="default" leftSection={icon} reason={reason}>
        Download
      </ReasonButton>
    );
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={icon}
      component="a"
      href={`/downloads/workbooks/${encodeURIComponent(practiceId)}/${day}`}
      download
    >
      Download
    </Button>
  );
}

const columns: Column<WorkbookRow>[] = [
  { key: "at", title: "When", width: 110, render: ({ at }) => formatSeconds(at) },
  { key: "agent", title: "Who", render: ({ agent }) => agent },
  { key: "client", title: "Client", render: ({ client }) => client },
  { key: "pet", title: "Pet", render: ({ pet }) => pet ?? "—" },
  { key: "field", title: "What", render: ({ field }) => field },
  { key: "before", title: "Before", render: ({ before }) => before ?? "—" },
  { key: "after", title: "After", render: ({ after }) => after ?? "—" },
];
