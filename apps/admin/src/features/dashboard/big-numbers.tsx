import { Link } from "@tanstack/react-router";
import type { OutreachReport } from "@vetsuccess/contract/outreach";
import { formatCount } from "../../lib/format.ts";
import classes from "./dashboard-page.module.css";
import { rowsBehind, type Rows } from "./rows-behind.ts";
import { percent, totalOf, type Number } from "./words.ts";

/** The sums over all practices; each leads to its rows. */
export function BigNumbers({ report }: { report: OutreachReport }) {
  const sent = totalOf(report, "sent");
  const figure = (number: Number, label: string, tone?: "bad" | "odd") => (
    <Figure label={label} value={totalOf(report, number)} tone={tone} rows={rowsBehind(number, report)} />
  );
  return (
    <dl className={classes.numbers}>
      {figure("due", "reminders decided")}
      {figure("sent", "texts sent")}
      {figure("failed", "failed", "bad")}
      {figure("unknown", "fate unknown", "odd")}
      {figure("followed", `followed up, ${percent(totalOf(report, "followed"), sent)}`)}
      {figure("booked", `booked in 14 days, ${percent(totalOf(report, "booked"), sent)}`)}
    </dl>
  );
}

interface FigureProps {
  label: string;
  value: number;
  tone: "bad" | "odd" | undefined;
  rows: Rows;
}

function Figure({ label, value, tone, rows }: FigureProps) {
  return (
    <div className={classes.number} data-tone={value > 0 ? tone : undefined}>
      <dd>
        <Link to={rows.path as "/"} search={rows.search}>
          {formatCount(value)}
        </Link>
      </dd>
      <dt>{label}</dt>
    </div>
  );
}
