import { ActionIcon, Button, NativeSelect, Text } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconFilterOff, IconMailOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { keepPreviousData } from "@tanstack/react-query";
import { UpdateStatus, type UpdatePage, type UpdateRow } from "@vetsuccess/contract/email-updates";
import { messageOf } from "../../lib/errors.ts";
import { addDays, formatCount, formatInstant, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { trpc } from "../../lib/trpc.ts";
import { DayInput } from "../../ui/day-input.tsx";
import { ListPanel } from "../../ui/list-panel.tsx";
import { ListTable, type Column } from "../../ui/list-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./email-updates-page.module.css";
import { PreviewPanel } from "./preview-panel.tsx";
import { RunDayButton } from "./run-day-button.tsx";
import { dayOf, updatesInput, useUpdatesSearch } from "./search.ts";
import { UpdateDrawer } from "./update-drawer.tsx";
import { deliveryWords, stateOf, stateWords } from "./words.ts";

/** The daily e-mails: what went to whom on a day, and what would go. */
export function EmailUpdatesPage() {
  useDocumentTitle("E-mail updates · VetSuccess");
  const { search, change, filter } = useUpdatesSearch();
  const isPreview = search.view === "preview";
  const day = dayOf(search);
  return (
    <>
      <PageHead
        title="E-mail updates"
        words="Each working day a practice gets the changes to make in its own system."
      >
        <Button
          variant="default"
          size="xs"
          onClick={() => filter({ view: isPreview ? undefined : "preview" })}
          aria-pressed={isPreview}
        >
          {isPreview ? "Back to the mails" : "What would go out"}
        </Button>
        <RunDayButton day={day} />
      </PageHead>
      {isPreview ? <PreviewPanel day={day} dayField={<DayField />} /> : <UpdateList />}
      {search.mail !== undefined && (
        <UpdateDrawer key={search.mail} uuid={search.mail} onClose={() => change({ mail: undefined })} />
      )}
    </>
  );
}

function DayField() {
  const { search, filter } = useUpdatesSearch();
  const day = dayOf(search);
  const step = (days: number) => filter({ day: addDays(day, days) });
  return (
    <div className={classes.day}>
      <ActionIcon variant="default" size="md" aria-label="The day before" onClick={() => step(-1)}>
        <IconChevronLeft size={14} />
      </ActionIcon>
      <DayInput
        size="xs"
        w={120}
        aria-label="Day of the mailing (UTC)"
        value={day}
        onChange={(chosen) => filter({ day: chosen ?? undefined })}
      />
      <ActionIcon variant="default" size="md" aria-label="The day after" onClick={() => step(1)}>
        <IconChevronRight size={14} />
      </ActionIcon>
    </div>
  );
}

/** On a phone the state and the delivery stand below each other, and the files beside the name. */
const columnsOf = (isNarrow: boolean): Column<UpdateRow>[] => [
  {
    key: "practice",
    title: "Practice",
    render: ({ uuid, practiceName, practiceId, files }) => (
      <>
        <Link
          className={classes.link}
          from={paths.emailUpdates}
          to={paths.emailUpdates}
          search={(before) => ({ ...before, mail: uuid })}
          onClick={(event) => event.stopPropagation()}
        >
          {practiceName ?? practiceId ?? "A practice that is gone"}
        </Link>
        {isNarrow && (
          <Text size="xs" c="dimmed">
            {plural(files, "file")}
          </Text>
        )}
      </>
    ),
  },
  {
    key: "recipients",
    title: "Recipients",
    hidden: isNarrow,
    render: ({ toAddress, ccAddresses }) => (
      <>
        {toAddress ?? "no address"}
        {ccAddresses.length > 0 && (
          <Text size="xs" c="dimmed">
            cc {ccAddresses.join(", ")}
          </Text>
        )}
      </>
    ),
  },
  { key: "files", title: "Files", width: 70, hidden: isNarrow, render: ({ files }) => files },
  {
    key: "state",
    title: "State",
    width: isNarrow ? 150 : 260,
    render: (row) => (
      <>
        <StatusBadge tone={stateOf(row).tone}>{stateOf(row).label}</StatusBadge>
        {isNarrow && row.delivery !== null && (
          <StatusBadge tone={deliveryWords[row.delivery].tone}>
            {deliveryWords[row.delivery].label}
          </StatusBadge>
        )}
        {row.errorMessage !== null && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {row.errorMessage}
          </Text>
        )}
      </>
    ),
  },
  {
    key: "delivered",
    title: "Delivered",
    width: 250,
    hidden: isNarrow,
    render: ({ delivery, deliveryAt }) =>
      delivery === null ? (
        "—"
      ) : (
        <>
          <StatusBadge tone={deliveryWords[delivery].tone}>{deliveryWords[delivery].label}</StatusBadge>{" "}
          {deliveryAt && (
            <Text span size="xs" c="dimmed">
              {formatInstant(deliveryAt)}
            </Text>
          )}
        </>
      ),
  },
];

function UpdateList() {
  const { search, change, filter } = useUpdatesSearch();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const updates = trpc.emailUpdates.list.useQuery(updatesInput(search), {
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const { data } = updates;
  const isFiltered = search.state !== undefined || search.q !== undefined;
  return (
    <ListPanel
      label="E-mail updates"
      filters={
        <>
          <DayField />
          <NativeSelect
            size="xs"
            aria-label="State"
            value={search.state ?? ""}
            onChange={(event) => filter({ state: UpdateStatus.safeParse(event.currentTarget.value).data })}
            data={[
              { value: "", label: "Any state" },
              ...UpdateStatus.options.map((value) => ({ value, label: stateWords[value].label })),
            ]}
          />
          <SearchField
            label="Practice"
            placeholder="Name of a practice"
            value={search.q}
            onChange={(q) => filter({ q }, { replace: true })}
          />
        </>
      }
      end={data && <span role="status">{summaryOf(data)}</span>}
    >
      <ListTable<UpdateRow>
        label="E-mail updates"
        rows={data?.rows}
        rowKey={({ uuid }) => uuid}
        columns={columnsOf(isNarrow)}
        isStale={updates.isPlaceholderData}
        error={data === undefined && updates.error ? messageOf(updates.error) : undefined}
        onRetry={() => void updates.refetch()}
        cursor={search.mail ?? null}
        onOpen={({ uuid }) => change({ mail: uuid })}
        sort={{ by: "practice", direction: "asc" }}
        onSort={() => undefined}
        pages={{
          page: search.page,
          size: search.size,
          sizes: pageSizes,
          total: data?.total ?? 0,
          onPage: (page) => change({ page }),
          onSize: (size) => filter({ size: size as typeof search.size }),
        }}
        empty={
          isFiltered ? (
            <StateMessage
              icon={<IconFilterOff size={22} />}
              title="No mail matches"
              action={{
                label: "Clear the filters",
                onClick: () => filter({ state: undefined, q: undefined }),
              }}
            />
          ) : (
            <StateMessage icon={<IconMailOff size={22} />} title="Nothing was mailed on this day">
              {data?.isWorkingDay === false
                ? "It is not a working day."
                : "The mailing begins at 13:00 UTC; “What would go out” shows it before."}
            </StateMessage>
          )
        }
      />
    </ListPanel>
  );
}

/** The whole day in few words, whatever the filters. */
function summaryOf({ counts, deliveries, isWorkingDay }: UpdatePage): string {
  const states = UpdateStatus.options.flatMap((status) =>
    counts[status] ? [`${formatCount(counts[status])} ${stateWords[status].label.toLowerCase()}`] : [],
  );
  const delivered = deliveries.DELIVERED ?? 0;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const words = [
    plural(total, "practice"),
    ...states,
    ...(delivered > 0 ? [`${formatCount(delivered)} delivered`] : []),
  ];
  return isWorkingDay ? words.join(" · ") : "Not a working day: nothing is mailed";
}
