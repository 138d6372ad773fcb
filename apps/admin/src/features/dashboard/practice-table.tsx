import { Link } from "@tanstack/react-router";
import type { OutreachReport } from "@vetsuccess/contract/outreach";
import { formatCount, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Panel } from "../../ui/panel.tsx";
import classes from "./dashboard-page.module.css";
import { rowsBehind, type Rows } from "./rows-behind.ts";
import { percent, type Number } from "./words.ts";

const columnTitles = {
  due: "Decided",
  sent: "Sent",
  failed: "Failed",
  unknown: "Unknown",
  followed: "Followed",
  booked: "Booked",
} satisfies Record<Number, string>;

/** `hasShare`: with its part of the texts sent. */
const columns = [
  { number: "due", hasShare: false },
  { number: "sent", hasShare: false },
  { number: "failed", hasShare: false },
  { number: "unknown", hasShare: false },
  { number: "followed", hasShare: true },
  { number: "booked", hasShare: true },
] satisfies { number: Number; hasShare: boolean }[];

/** Practice by practice; each number leads to its rows. */
export function PracticeTable({ report }: { report: OutreachReport }) {
  const { practices } = report;
  return (
    <Panel title={plural(practices.length, "practice")} isFlush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Practices">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Practice</th>
              {columns.map(({ number }) => (
                <th key={number} scope="col">
                  {columnTitles[number]}
                </th>
              ))}
              <th scope="col">Outcomes since the text</th>
            </tr>
          </thead>
          <tbody>
            {practices.map(({ practiceId, practiceName, outcomes, ...counts }) => (
              <tr key={practiceId}>
                <th scope="row">
                  <Link to={paths.outreach} search={{ practice: practiceId }}>
                    {practiceName}
                  </Link>
                </th>
                {columns.map(({ number, hasShare }) => (
                  <td key={number} data-title={columnTitles[number]}>
                    <RowsLink
                      count={counts[number]}
                      of={`${columnTitles[number]}, ${practiceName}`}
                      rows={rowsBehind(number, report, practiceId)}
                    />
                    {hasShare && <span className={classes.dim}> {percent(counts[number], counts.sent)}</span>}
                  </td>
                ))}
                <td className={classes.outcomes}>
                  {outcomes.map(({ outcome, texts }) => (
                    <span key={outcome} className={classes.outcome}>
                      {outcome}{" "}
                      <RowsLink
                        count={texts}
                        of={`${outcome}, ${practiceName}`}
                        rows={rowsBehind({ outcome }, report, practiceId)}
                      />
                    </span>
                  ))}
                  {outcomes.length === 0 && <span className={classes.dim}>none</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface LinkProps {
  count: number;
  /** What is counted, for who hears it. */
  of: string;
  rows: Rows;
}

/** A count as a link to its rows. */
function RowsLink({ count, of, rows }: LinkProps) {
  if (count === 0) return <span className={classes.dim}>0</span>;
  return (
    <Link to={rows.path as "/"} search={rows.search} aria-label={`${formatCount(count)}: ${of}`}>
      {formatCount(count)}
    </Link>
  );
}
