import { Anchor, NativeSelect } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { IconFilterOff, IconListCheck } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { smsStatuses, SmsStatus, type DecisionRow } from "@vetsuccess/contract/outreach";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, plural, today } from "../../lib/format.ts";
import { clientPath, paths } from "../../lib/paths.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { trpc } from "../../lib/trpc.ts";
import { DayRange } from "../../ui/day-range.tsx";
import { ListPanel } from "../../ui/list-panel.tsx";
import { ListTable, type Column } from "../../ui/list-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { decisionWords } from "../outreach/words.ts";
import classes from "./decisions-page.module.css";
import { decisionsInput, useDecisionsSearch } from "./decisions-search.ts";

/** The reminders that planning decided, and how: the rows behind "reminders decided". */
export function DecisionsPage() {
  const { search, change, filter } = useDecisionsSearch();
  const navigate = useNavigate();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  useDocumentTitle("Reminders decided · VetSuccess");
  const input = decisionsInput(search, today());
  const decisions = trpc.outreach.listDecisions.useQuery(input, { placeholderData: keepPreviousData });
  const practices = trpc.practices.list.useQuery().data?.practices ?? [];
  const { data } = decisions;
  const isFiltered = search.practice !== undefined || search.decision !== undefined;
  const open = ({ smsHistoryId, clientId }: DecisionRow) => {
    if (smsHistoryId !== null) void navigate({ to: paths.messages, search: { text: smsHistoryId } });
    else if (clientId !== null) void navigate({ to: clientPath(clientId) });
  };
  return (
    <>
      <PageHead
        title="Reminders decided"
        words={
          <>
            What planning made of each overdue reminder, by UTC day. Back to the{" "}
            <Anchor component={Link} to={paths.dashboard} fz="inherit" underline="always">
              dashboard
            </Anchor>
            .
          </>
        }
      />
      <ListPanel
        label="Reminders"
        filters={
          <>
            <DayRange
              label="Decided"
              from={input.decidedFrom}
              through={input.decidedThrough}
              max={today()}
              word={(day) => formatDay(day, today())}
              onChange={filter}
            />
            <NativeSelect
              size="xs"
              aria-label="Decision"
              value={search.decision ?? ""}
              onChange={(event) => filter({ decision: SmsStatus.safeParse(event.currentTarget.value).data })}
              data={[
                { value: "", label: "Any decision" },
                ...smsStatuses.map((value) => ({ value, label: decisionWords[value].label })),
              ]}
            />
            <NativeSelect
              size="xs"
              aria-label="Practice"
              className={classes.practice ?? ""}
              value={search.practice ?? ""}
              onChange={(event) => filter({ practice: event.currentTarget.value || undefined })}
              data={[
                { value: "", label: "All practices" },
                ...practices.map(({ oduId, name }) => ({ value: oduId, label: name ?? oduId })),
              ]}
            />
          </>
        }
        end={data && <span role="status">{plural(data.total, "reminder")}</span>}
      >
        <ListTable<DecisionRow>
          label="Reminders"
          rows={data?.rows}
          rowKey={({ reminderId }) => reminderId}
          columns={isNarrow ? narrowColumns : columns}
          isStale={decisions.isPlaceholderData}
          error={data === undefined && decisions.error ? messageOf(decisions.error) : undefined}
          onRetry={() => void decisions.refetch()}
          cursor={null}
          onOpen={open}
          sort={{ by: "decidedOn", direction: "desc" }}
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
                title="No reminder matches"
                action={{
                  label: "Clear the filters",
                  onClick: () => filter({ practice: undefined, decision: undefined }),
                }}
              />
            ) : (
              <StateMessage icon={<IconListCheck size={22} />} title="Nothing was decided on these days">
                Planning decides each morning on the reminders that have become overdue.
              </StateMessage>
            )
          }
        />
      </ListPanel>
    </>
  );
}

const decisionColumn: Column<DecisionRow> = {
  key: "decision",
  title: "Decision",
  width: 178,
  render: ({ decision }) => (
    <StatusBadge tone={decisionWords[decision].tone}>{decisionWords[decision].label}</StatusBadge>
  ),
};

const columns: Column<DecisionRow>[] = [
  decisionColumn,
  { key: "client", title: "Client", render: (row) => <Client {...row} /> },
  { key: "description", title: "Reminder", render: ({ description }) => description ?? "—" },
  { key: "dateDue", title: "Was due", width: 120, render: ({ dateDue }) => dayWords(dateDue) },
  { key: "decidedOn", title: "Decided", width: 120, render: ({ decidedOn }) => dayWords(decidedOn) },
  {
    key: "practice",
    title: "Practice",
    render: ({ practiceName }) => <span className={classes.dim}>{practiceName}</span>,
  },
];

/** On a phone the reminder stands below the client, and the day below the decision. */
const narrowColumns: Column<DecisionRow>[] = [
  {
    key: "client",
    title: "Client",
    render: (row) => (
      <>
        <Client {...row} />
        <div className={classes.dim}>{row.description}</div>
      </>
    ),
  },
  {
    ...decisionColumn,
    render: (row) => (
      <>
        {decisionColumn.render(row)}
        <div className={classes.dim}>{dayWords(row.decidedOn)}</div>
      </>
    ),
  },
];

const dayWords = (day: string | null) => (day === null ? "—" : formatDay(day, today()));

function Client({ clientId, clientName, petName, smsHistoryId }: DecisionRow) {
  const words = clientName ?? "Unknown client";
  return (
    <>
      {smsHistoryId !== null ? (
        <Link
          to={paths.messages}
          search={{ text: smsHistoryId }}
          className={classes.name}
          onClick={(event) => event.stopPropagation()}
        >
          {words}
        </Link>
      ) : clientId === null ? (
        <span className={classes.name}>{words}</span>
      ) : (
        <Link
          to={clientPath(clientId) as "/"}
          className={classes.name}
          onClick={(event) => event.stopPropagation()}
        >
          {words}
        </Link>
      )}{" "}
      <span className={classes.dim}>{petName}</span>
    </>
  );
}
