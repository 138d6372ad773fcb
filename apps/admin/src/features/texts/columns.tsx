import type { TextRow } from "@vetsuccess/contract/texts";
import { Link } from "@tanstack/react-router";
import { formatInstant, formatPhone, formatThere } from "../../lib/format.ts";
import type { Column } from "../../ui/list-table.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./columns.module.css";
import { errorWords, holdWords, stateOf } from "./words.ts";

interface Options {
  /** IANA name by practice. */
  zones: ReadonlyMap<string, string | null>;
  isNarrow: boolean;
  /** Rows of several practices are shown. */
  hasPractice: boolean;
  /** Beside something else: the practice stands below the client. */
  isTight?: boolean;
}

/** Columns of the table of texts; on a phone only what tells one text from another. */
export function textColumns({ zones, isNarrow, hasPractice, isTight = false }: Options): Column<TextRow>[] {
  return [
    {
      key: "status",
      title: "Status",
      sortable: true,
      width: isNarrow ? 114 : 108,
      render: (text) => {
        const { label, tone } = stateOf(text);
        return <StatusBadge tone={tone}>{label}</StatusBadge>;
      },
    },
    {
      key: "client",
      title: "Client",
      sortable: true,
      render: (text) => <Client text={text} isNarrow={isNarrow} hasPractice={hasPractice && isTight} />,
    },
    {
      key: "numberTo",
      title: "Number",
      width: 132,
      hidden: isNarrow,
      render: ({ numberTo }) => formatPhone(numberTo),
    },
    {
      key: "practiceName",
      title: "Practice",
      hidden: isNarrow || isTight || !hasPractice,
      render: ({ practiceName }) => <span className={classes.dim}>{practiceName}</span>,
    },
    {
      key: "sendAt",
      title: isNarrow ? "When" : "Due or sent",
      sortable: true,
      width: isNarrow ? 92 : 220,
      render: (text) => (
        <When text={text} zone={zones.get(text.practiceId ?? "") ?? null} isNarrow={isNarrow} />
      ),
    },
    {
      key: "errorCode",
      title: "Why",
      width: 156,
      hidden: isNarrow,
      render: (text) => <span className={classes.dim}>{whyWords(text)}</span>,
    },
  ];
}

interface ClientProps {
  text: TextRow;
  isNarrow: boolean;
  hasPractice: boolean;
}

function Client({ text, isNarrow, hasPractice }: ClientProps) {
  const below = [text.pets.join(", "), ...(hasPractice && !isNarrow ? [text.practiceName ?? ""] : [])]
    .filter((words) => words !== "")
    .join(" · ");
  return (
    <div className={classes.client}>
      <Link
        to="."
        search={(before: object) => ({ ...before, text: text.uuid })}
        className={classes.name}
        onClick={(event) => event.stopPropagation()}
      >
        {text.clientName ?? "Unknown client"}
      </Link>
      <span className={classes.pets} title={below}>
        {below}
      </span>
      {isNarrow && <span className={classes.pets}>{whyWords(text) ?? formatPhone(text.numberTo)}</span>}
    </div>
  );
}

/** When it was sent, or is due; where there is room, by the practice's clock too if the two differ. */
function When({ text, zone, isNarrow }: { text: TextRow; zone: string | null; isNarrow: boolean }) {
  const instant = text.sentAt ?? text.sendAt;
  if (instant === null) return "—";
  const [day, clock] = formatInstant(instant).split(", ");
  const there = formatThere(instant, zone);
  if (isNarrow)
    return (
      <>
        <span className={classes.line}>{clock}</span>
        <span className={classes.there}>{day}</span>
      </>
    );
  return (
    <>
      {day}, {clock} {there !== null && <span className={classes.there}>{there}</span>}
    </>
  );
}

function whyWords({ errorCode, status, heldBecause }: TextRow): string | null {
  if (errorCode !== null) return errorWords[errorCode].label;
  return status === "PENDING" && heldBecause !== null ? holdWords[heldBecause].label : null;
}
