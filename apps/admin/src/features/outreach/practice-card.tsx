import { Button, Loader } from "@mantine/core";
import { smsStatuses, type OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { formatClock, formatCount, formatDay, plural, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StackedBar } from "../../ui/stacked-bar.tsx";
import classes from "./practice-card.module.css";
import { dayOf, useOutreachSearch } from "./search.ts";
import { decisionWords, heldWords, textParts, whyNotPlan } from "./words.ts";

/** One practice on the day: its texts as a bar, what was decided, and what can be done. */
export function PracticeCard({
  practice,
  isPlanning,
}: {
  practice: OutreachSummaryRow;
  isPlanning: boolean;
}) {
  const { search, change } = useOutreachSearch();
  const { practiceId, practiceName, texts, due } = practice;
  const isChosen = search.practice === practiceId;
  const refusal = useRefusal("outreach.plan");
  const reason =
    refusal ?? (isPlanning ? "It is being planned." : whyNotPlan(practice, dayOf(search), today()));
  const held = texts.held > 0 ? heldWords(practice.heldBecause) : null;
  return (
    <article className={classes.card} data-chosen={isChosen} aria-label={practiceName}>
      <div className={classes.head}>
        <Link
          from={paths.outreach}
          to={paths.outreach}
          search={(before) => ({
            ...before,
            practice: isChosen ? undefined : practiceId,
            status: undefined,
            error: undefined,
            page: 1,
          })}
          aria-current={isChosen ? "true" : undefined}
          className={classes.name}
        >
          {practiceName}
        </Link>
        <PracticeClock timeZone={practice.timeZone} />
      </div>
      <StackedBar
        label={`Texts of ${practiceName}`}
        segments={textParts.map((part) => ({ ...part, value: texts[part.key] }))}
        legendItem={({ key, label }, content) => {
          const status = textParts.find((part) => part.key === key)?.status;
          return (
            <Link
              from={paths.outreach}
              to={paths.outreach}
              search={(before) => ({ ...before, practice: practiceId, status, error: undefined, page: 1 })}
              aria-current={isChosen && search.status === status ? "true" : undefined}
              title={`Show ${label.toLowerCase()} texts of ${practiceName}`}
            >
              {content}
            </Link>
          );
        }}
      />
      {held !== null && (
        <p className={classes.held}>
          <IconAlertTriangle size={14} aria-hidden /> {held}
        </p>
      )}
      {isChosen && <Decisions practice={practice} />}
      <div className={classes.foot}>
        <span className={classes.due}>
          {isPlanning ? (
            <>
              <Loader size={12} mr={6} aria-hidden /> Planning…
            </>
          ) : (
            dueWords(practice)
          )}
        </span>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={`Preview: ${practiceName}`}
          onClick={() => change({ panel: "preview", about: practiceId })}
        >
          Preview
        </Button>
        <ReasonButton
          variant={due > 0 && reason === undefined ? "light" : "subtle"}
          size="compact-xs"
          reason={reason}
          aria-label={`Plan now: ${practiceName}`}
          onClick={() => change({ panel: "plan", about: practiceId })}
        >
          Plan now
        </ReasonButton>
      </div>
    </article>
  );
}

/** The number of reminders is an upper bound of texts: several may share one, and some get none. */
function dueWords({ due, texts, isMailingEnabled, isArchived }: OutreachSummaryRow): string {
  if (isArchived) return "Archived";
  if (!isMailingEnabled) return "Texts are off";
  if (due > 0) return `${plural(due, "reminder")} due`;
  return texts.planned > 0 ? `${plural(texts.planned, "text")} planned` : "Nothing due";
}

function PracticeClock({ timeZone }: { timeZone: string | null }) {
  const now = useNow();
  if (timeZone === null) return null;
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ");
  return (
    <span className={classes.clock} title={`Time at the practice, ${timeZone}`}>
      {city} {formatClock(now, timeZone)}
    </span>
  );
}

function Decisions({ practice }: { practice: OutreachSummaryRow }) {
  const { decisions, coveredThrough } = practice;
  const found = smsStatuses.filter((status) => decisions[status] > 0);
  const most = Math.max(1, ...found.map((status) => decisions[status]));
  return (
    <div className={classes.decisions}>
      {found.length > 0 && <h3 className={classes.decisionsTitle}>Reminders decided</h3>}
      <dl className={classes.decisionList}>
        {found.map((status) => (
          <div key={status} className={classes.decision} data-tone={decisionWords[status].tone}>
            <dt>{decisionWords[status].label}</dt>
            <dd>{formatCount(decisions[status])}</dd>
            <span className={classes.decisionBar} aria-hidden>
              <span style={{ width: `${(100 * decisions[status]) / most}%` }} />
            </span>
          </div>
        ))}
      </dl>
      <p className={classes.covered}>
        {coveredThrough === null
          ? "Never planned before."
          : `Planned through ${formatDay(coveredThrough, today())}.`}
      </p>
    </div>
  );
}
