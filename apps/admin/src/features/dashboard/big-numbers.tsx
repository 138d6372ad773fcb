import { Link } from "@tanstack/react-router";
import type { OutreachReport } from "@vetsuccess/contract/outreach";
import { formatCount } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import classes from "./dashboard-page.module.css";
import { percent, totalOf } from "./words.ts";

/** The sums over all practices. */
export function BigNumbers({ report }: { report: OutreachReport }) {
  const { from, through } = report;
  const due = totalOf(report, "due");
  const sent = totalOf(report, "sent");
  const failed = totalOf(report, "failed");
  const unknown = totalOf(report, "unknown");
  const followed = totalOf(report, "followed");
  const booked = totalOf(report, "booked");
  const sentDays = { sentFrom: from, sentThrough: through };
  return (
    <dl className={classes.numbers}>
      <Figure label="reminders decided" value={due} to={{ path: paths.outreach, search: {} }} />
      <Figure
        label="texts sent"
        value={sent}
        to={{ path: paths.messages, search: { status: "SENT", ...sentDays } }}
      />
      <Figure
        label="failed"
        value={failed}
        tone="bad"
        to={{ path: paths.messages, search: { status: "ERROR" } }}
      />
      <Figure
        label="fate unknown"
        value={unknown}
        tone="odd"
        to={{ path: paths.messages, search: { status: "UNKNOWN" } }}
      />
      <Figure
        label={`followed up, ${percent(followed, sent)}`}
        value={followed}
        to={{ path: paths.messages, search: { status: "SENT", followed: "yes", ...sentDays } }}
      />
      <Figure label={`booked in 14 days, ${percent(booked, sent)}`} value={booked} />
    </dl>
  );
}

interface FigureProps {
  label: string;
  value: number;
  tone?: "bad" | "odd";
  to?: { path: string; search: object };
}

function Figure({ label, value, tone, to }: FigureProps) {
  const shown = formatCount(value);
  return (
    <div className={classes.number} data-tone={value > 0 ? tone : undefined}>
      <dd>
        {to ? (
          <Link to={to.path as "/"} search={to.search}>
            {shown}
          </Link>
        ) : (
          shown
        )}
      </dd>
      <dt>{label}</dt>
    </div>
  );
}
