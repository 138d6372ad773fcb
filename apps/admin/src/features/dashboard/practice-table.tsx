import { Link } from "@tanstack/react-router";
import type { OutreachReport } from "@vetsuccess/contract/outreach";
import { formatCount, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Panel } from "../../ui/panel.tsx";
import classes from "./dashboard-page.module.css";
import { percent } from "./words.ts";

/** So many outcomes of a practice are named; the rest is in the title. */
const shownOutcomes = 3;

/** Practice by practice; each number leads to the texts behind it. */
export function PracticeTable({ report }: { report: OutreachReport }) {
  const { from, through, practices } = report;
  const sentDays = { sentFrom: from, sentThrough: through };
  return (
    <Panel title={plural(practices.length, "practice")} isFlush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Practices">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Practice</th>
              <th scope="col">Decided</th>
              <th scope="col">Sent</th>
              <th scope="col">Failed</th>
              <th scope="col">Unknown</th>
              <th scope="col">Followed</th>
              <th scope="col">Booked</th>
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
                <td>{formatCount(counts.due)}</td>
                <td>
                  <Rows count={counts.sent} search={{ practice: practiceId, status: "SENT", ...sentDays }} />
                </td>
                <td>
                  <Rows count={counts.failed} search={{ practice: practiceId, status: "ERROR" }} />
                </td>
                <td>
                  <Rows count={counts.unknown} search={{ practice: practiceId, status: "UNKNOWN" }} />
                </td>
                <td>
                  <Rows
                    count={counts.followed}
                    search={{ practice: practiceId, status: "SENT", followed: "yes", ...sentDays }}
                  />{" "}
                  <span className={classes.dim}>{percent(counts.followed, counts.sent)}</span>
                </td>
                <td>
                  {formatCount(counts.booked)}{" "}
                  <span className={classes.dim}>{percent(counts.booked, counts.sent)}</span>
                </td>
                <td
                  className={classes.outcomes}
                  title={outcomes.map(({ outcome, pets }) => `${outcome}: ${pets}`).join("\n")}
                >
                  {outcomes
                    .slice(0, shownOutcomes)
                    .map(({ outcome, pets }) => `${outcome} ${formatCount(pets)}`)
                    .join(" · ") || <span className={classes.dim}>none</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** A count as a link to its rows. */
function Rows({ count, search }: { count: number; search: object }) {
  if (count === 0) return <span className={classes.dim}>0</span>;
  return (
    <Link to={paths.messages} search={search}>
      {formatCount(count)}
    </Link>
  );
}
