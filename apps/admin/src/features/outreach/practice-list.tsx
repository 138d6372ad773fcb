import { Skeleton } from "@mantine/core";
import type { OutreachSummary } from "@vetsuccess/contract/outreach";
import { IconBuildingHospital, IconPlugConnectedX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { messageOf } from "../../lib/errors.ts";
import { formatCount } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { StateMessage } from "../../ui/state-message.tsx";
import type { Planning } from "./planning.ts";
import { PracticeCard } from "./practice-card.tsx";
import classes from "./practice-list.module.css";
import { useOutreachSearch } from "./search.ts";

interface Props {
  summary: {
    data: OutreachSummary | undefined;
    error: unknown;
    isPending: boolean;
    isError: boolean;
    refetch: () => Promise<unknown>;
  };
  planning: Planning;
}

/** The day, practice by practice. Choosing one filters the texts. */
export function PracticeList({ summary, planning }: Props) {
  const { search } = useOutreachSearch();
  const practices = summary.data?.practices;
  const due =
    practices?.reduce((sum, row) => sum + (row.isMailingEnabled && !row.isArchived ? row.due : 0), 0) ?? 0;
  const planned = practices?.reduce((sum, row) => sum + row.texts.planned, 0) ?? 0;
  return (
    <section aria-label="Practices" className={classes.panel} aria-busy={summary.isPending}>
      <Link
        from={paths.outreach}
        to={paths.outreach}
        search={(before) => ({ ...before, practice: undefined, status: undefined, page: 1 })}
        className={classes.all}
        aria-current={search.practice === undefined ? "true" : undefined}
      >
        <span>All practices</span>
        {practices && (
          <span className={classes.totals}>
            <b>{formatCount(due)}</b> due · <b>{formatCount(planned)}</b> planned
          </span>
        )}
      </Link>
      {summary.isPending &&
        ["a", "b", "c", "d", "e", "f"].map((key) => (
          <div key={key} className={classes.skeleton}>
            <Skeleton height={12} width="55%" />
            <Skeleton height={8} mt={12} />
          </div>
        ))}
      {summary.isError && practices === undefined && (
        <StateMessage
          icon={<IconPlugConnectedX size={22} />}
          title="The day cannot be shown"
          action={{ label: "Try again", onClick: () => void summary.refetch() }}
        >
          {messageOf(summary.error)}
        </StateMessage>
      )}
      {practices?.length === 0 && (
        <StateMessage icon={<IconBuildingHospital size={22} />} title="No practices yet">
          They appear here once the data extractor has brought them.
        </StateMessage>
      )}
      {practices?.map((practice) => (
        <PracticeCard
          key={practice.practiceId}
          practice={practice}
          isPlanning={planning.isUnderWay(practice.practiceId)}
        />
      ))}
    </section>
  );
}
