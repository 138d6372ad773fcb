import { Link } from "@tanstack/react-router";
import type { PracticeRow } from "@vetsuccess/contract/practices";
import { formatDay, formatInstant, formatPhone, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import type { Column } from "../../ui/list-table.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./practice-list-page.module.css";
import { isStale } from "./words.ts";

/** Columns of the list of practices; on a phone only what tells one from another. */
export function practiceColumns(isNarrow: boolean): Column<PracticeRow>[] {
  return [
    {
      key: "name",
      title: "Practice",
      sortable: true,
      render: (practice) => <Name practice={practice} isNarrow={isNarrow} />,
    },
    {
      key: "city",
      title: "City",
      sortable: true,
      width: 150,
      hidden: isNarrow,
      render: ({ city }) => city ?? "—",
    },
    {
      key: "state",
      title: "State",
      sortable: true,
      width: 110,
      hidden: isNarrow,
      render: ({ state, zipCode }) => [state, zipCode].filter(Boolean).join(" ") || "—",
    },
    {
      key: "phone",
      title: "Phone",
      width: 130,
      hidden: isNarrow,
      render: ({ phoneNumber }) => formatPhone(phoneNumber),
    },
    {
      key: "state-of-it",
      title: "Status",
      width: isNarrow ? 104 : 170,
      render: (practice) => <State {...practice} />,
    },
    {
      key: "launchDate",
      title: "Launch",
      sortable: true,
      width: 118,
      hidden: isNarrow,
      render: ({ launchDate }) => (launchDate === null ? "—" : formatDay(launchDate, today())),
    },
    {
      key: "dataAt",
      title: "Data of",
      sortable: true,
      width: 150,
      hidden: isNarrow,
      render: ({ dataAt }) => <DataAge at={dataAt} />,
    },
  ];
}

function Name({ practice, isNarrow }: { practice: PracticeRow; isNarrow: boolean }) {
  const { oduId, name, city, state } = practice;
  return (
    <div className={classes.stack}>
      <Link
        to={paths.practice}
        params={{ practiceId: oduId }}
        className={classes.name}
        onClick={(event) => event.stopPropagation()}
      >
        {name ?? oduId}
      </Link>
      {isNarrow && <span className={classes.dim}>{[city, state].filter(Boolean).join(", ")}</span>}
    </div>
  );
}

function State({ isArchived, hasSettings, isSmsMailingEnabled, isEmailUpdatesEnabled }: PracticeRow) {
  if (isArchived) return <StatusBadge tone="neutral">Archived</StatusBadge>;
  if (!hasSettings) return <StatusBadge tone="warn">No settings</StatusBadge>;
  return (
    <span className={classes.badges}>
      <StatusBadge tone={isSmsMailingEnabled ? "good" : "neutral"}>
        {isSmsMailingEnabled ? "SMS on" : "SMS off"}
      </StatusBadge>
      {isEmailUpdatesEnabled && <StatusBadge tone="info">E-mail</StatusBadge>}
    </span>
  );
}

function DataAge({ at }: { at: Date | null }) {
  if (at === null) return <span className={classes.dim}>Never</span>;
  return (
    <span data-tone="bad" style={isStale(at) ? { color: "var(--tone-fg)" } : undefined}>
      {formatInstant(at)}
      {isStale(at) && " (old)"}
    </span>
  );
}
