import { Anchor } from "@mantine/core";
import type { AuditRow } from "@vetsuccess/contract/audit";
import { formatInstant } from "../../lib/format.ts";
import type { Column } from "../../ui/list-table.tsx";
import classes from "./columns.module.css";
import type { useAuditSearch } from "./search.ts";
import { accountWords, deedWords, fieldWords } from "./words.ts";

/** Columns of the audit log; on a phone only what tells one entry from another. */
export function auditColumns(
  isNarrow: boolean,
  onFilter: ReturnType<typeof useAuditSearch>["filter"],
): Column<AuditRow>[] {
  return [
    { key: "at", title: "When", width: isNarrow ? 92 : 148, render: ({ at }) => formatInstant(at) },
    {
      key: "actor",
      title: "Who",
      width: 220,
      hidden: isNarrow,
      render: ({ actorId, actorLabel }) => (
        <Anchor
          component="button"
          type="button"
          fz="inherit"
          c="inherit"
          title={`Only what ${actorLabel} did`}
          onClick={(event) => {
            event.stopPropagation();
            onFilter({ actor: actorId });
          }}
        >
          {actorLabel}
        </Anchor>
      ),
    },
    {
      key: "action",
      title: "What",
      render: (row) => {
        const account = accountWords(row);
        return (
          <div className={classes.what}>
            <span>
              <span className={classes.deed}>{deedWords(row.action)}</span>{" "}
              {account !== null && <span className={classes.about}>{account}</span>}
            </span>
            {isNarrow && <span className={classes.dim}>{row.actorLabel}</span>}
          </div>
        );
      },
    },
    {
      key: "changes",
      title: "Changed",
      hidden: isNarrow,
      render: ({ changes }) => (
        <span className={classes.dim}>{Object.keys(changes).map(fieldWords).join(", ")}</span>
      ),
    },
    {
      key: "address",
      title: "From",
      width: 130,
      hidden: isNarrow,
      render: ({ address }) => <span className={classes.dim}>{address ?? "—"}</span>,
    },
  ];
}
