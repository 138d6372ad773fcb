import { Link } from "@tanstack/react-router";
import type { ContactedRow } from "@vetsuccess/contract/contacted";
import type { ClientPresence } from "@vetsuccess/contract/presence";
import { formatInstant, formatPhone, formatAgreed } from "../../lib/format.ts";
import { clientPath } from "../../lib/paths.ts";
import type { Column } from "../../ui/list-table.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { TickBox } from "../../ui/tick-box.tsx";
import { PresenceMarks } from "../presence/presence-marks.tsx";
import classes from "./columns.module.css";
import type { useSelection } from "./selection.ts";
import type { Trail } from "./trail.ts";
import { ago, outcomeOf } from "./words.ts";

/** Columns that can be hidden; the last two are, until somebody asks for them. */
export const columnTitles = {
  patients: "Pets",
  practice: "Practice",
  sentAt: "Sent",
  outcome: "Outcome",
  followed: "Followed",
  phone: "Phone",
  email: "E-mail",
} as const;
export type ColumnKey = keyof typeof columnTitles;

interface Options {
  selection: ReturnType<typeof useSelection>;
  presences: ReadonlyMap<string, ClientPresence>;
  /** What goes along with a link to a client. Always the same function: a link forgets what it was about to prefetch with another. */
  linkState: () => { trail?: Trail };
  hidden: ReadonlySet<ColumnKey>;
  isNarrow: boolean;
  now: Date;
}

/** Columns of the worklist; on a phone only what tells one row from another. */
export function worklistColumns(options: Options): Column<ContactedRow>[] {
  const { selection, hidden, isNarrow, now } = options;
  const isHidden = (key: ColumnKey) => isNarrow || hidden.has(key);
  return [
    {
      key: "select",
      title: "Select all rows",
      width: 38,
      hidden: isNarrow,
      header: (
        <TickBox
          label="Select all rows"
          isChecked={selection.isAll}
          isMixed={!selection.isAll && selection.selected.length > 0}
          onToggle={selection.toggleAll}
        />
      ),
      render: (row) => <Choose row={row} selection={selection} />,
    },
    {
      key: "client",
      title: "Client",
      sortable: true,
      render: (row) => <Client row={row} options={options} />,
    },
    {
      key: "patients",
      title: columnTitles.patients,
      hidden: isHidden("patients"),
      render: ({ patients }) => <Cut>{petsOf(patients)}</Cut>,
    },
    {
      key: "practice",
      title: columnTitles.practice,
      sortable: true,
      width: 210,
      hidden: isHidden("practice"),
      render: ({ practiceName, practiceId }) => <Cut isDim>{practiceName ?? practiceId}</Cut>,
    },
    {
      key: "phone",
      title: columnTitles.phone,
      width: 126,
      hidden: isHidden("phone"),
      render: ({ phones }) => formatPhone(phones[0]?.number ?? null),
    },
    {
      key: "email",
      title: columnTitles.email,
      hidden: isHidden("email"),
      render: ({ emails }) => <Cut>{emails[0]?.address ?? "—"}</Cut>,
    },
    {
      key: "sentAt",
      title: columnTitles.sentAt,
      sortable: true,
      width: isNarrow ? 92 : 246,
      hidden: !isNarrow && hidden.has("sentAt"),
      render: (row) => <Sent row={row} isNarrow={isNarrow} />,
    },
    {
      key: "outcome",
      title: columnTitles.outcome,
      hidden: isHidden("outcome"),
      render: (row) => <Outcome row={row} now={now} />,
    },
    {
      key: "followed",
      title: columnTitles.followed,
      width: 100,
      hidden: isHidden("followed"),
      render: ({ isFollowed }) => <Followed isFollowed={isFollowed} />,
    },
  ];
}

function Choose({ row, selection }: { row: ContactedRow; selection: Options["selection"] }) {
  return (
    // The click is the checkbox's: the row would be opened.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- it stops clicks, and does nothing itself
    <span className={classes.choose} onClick={(event) => event.stopPropagation()}>
      <TickBox
        label={`Select ${nameOf(row)}`}
        isChecked={selection.has(row.textId)}
        onToggle={() => selection.toggle(row.textId)}
      />
    </span>
  );
}

function Client({ row, options }: { row: ContactedRow; options: Options }) {
  const { isNarrow, linkState, presences, now } = options;
  const { clientId } = row;
  const presence = clientId === null ? undefined : presences.get(clientId);
  return (
    <div className={classes.client}>
      <span className={classes.line}>
        {clientId === null ? (
          <span className={classes.dim}>The client is gone</span>
        ) : (
          <Link
            to={clientPath(clientId)}
            state={linkState}
            className={classes.name}
            onClick={(event) => event.stopPropagation()}
          >
            {nameOf(row)}
          </Link>
        )}
        {presence && <PresenceMarks presence={presence} />}
      </span>
      {isNarrow && (
        <>
          <span className={classes.small}>
            {petsOf(row.patients)} · {row.practiceName ?? row.practiceId}
          </span>
          <span className={classes.small}>
            {row.isFollowed ? "Followed" : "Open"} · <OutcomeWords row={row} now={now} />
          </span>
        </>
      )}
    </div>
  );
}

/** By the viewer's clock, and by the practice's if that differs. */
function Sent({ row: { sentAt, timeZone }, isNarrow }: { row: ContactedRow; isNarrow: boolean }) {
  if (sentAt === null) return "—";
  const [day, clock] = formatInstant(sentAt).split(", ");
  if (isNarrow)
    return (
      <>
        <span className={classes.block}>{day}</span>
        <span className={classes.small}>{clock}</span>
      </>
    );
  const there = formatAgreed(sentAt, timeZone);
  return (
    <span title={there === null ? undefined : `${there} there`}>
      {day}, {clock} {there !== null && <span className={classes.small}>{there}</span>}
    </span>
  );
}

function Outcome({ row, now }: { row: ContactedRow; now: Date }) {
  const { latest, open } = outcomeOf(row);
  if (!latest) return <span className={classes.dim}>None yet</span>;
  return (
    <span className={classes.outcome} title={latest.outcome}>
      <span className={classes.cut}>{latest.outcome}</span>
      <span className={classes.small}>
        {ago(latest.at, now)}
        {open > 0 && `, ${open} open`}
      </span>
    </span>
  );
}

function OutcomeWords({ row, now }: { row: ContactedRow; now: Date }) {
  const { latest } = outcomeOf(row);
  return latest ? `${latest.outcome}, ${ago(latest.at, now)}` : "no outcome";
}

function Followed({ isFollowed }: { isFollowed: boolean }) {
  return isFollowed ? (
    <StatusBadge tone="good">Followed</StatusBadge>
  ) : (
    <StatusBadge tone="neutral">Open</StatusBadge>
  );
}

/** One line that ends in an ellipsis; the whole of it for the pointer. */
function Cut({ children, isDim = false }: { children: string; isDim?: boolean }) {
  return (
    <span
      data-hint={children.length < 24 ? undefined : children}
      className={classes.cut}
      data-dim={isDim || undefined}
    >
      {children}
    </span>
  );
}

const nameOf = ({ fullName, clientId }: ContactedRow): string => fullName || `Client ${clientId}`;

const petsOf = (patients: ContactedRow["patients"]): string =>
  patients.map(({ name }) => name ?? "?").join(", ") || "—";
