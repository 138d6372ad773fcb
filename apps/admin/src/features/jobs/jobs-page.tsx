import { useDocumentTitle } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { JobChart } from "./job-chart.tsx";
import classes from "./jobs-page.module.css";
import { JobsPanel } from "./jobs-panel.tsx";
import { QueueCards } from "./queue-cards.tsx";
import { Schedules } from "./schedules.tsx";
import { useJobsSearch } from "./search.ts";

const Panels = lazy(() => import("./panels.tsx"));

/** What works in the background: queues, jobs, schedules, and how it went lately. */
export function JobsPage() {
  const { search } = useJobsSearch();
  useDocumentTitle("Jobs · VetSuccess");
  return (
    <>
      <h1 className={classes.title}>Jobs</h1>
      <QueueCards />
      <div className={classes.columns}>
        <JobsPanel />
        <div className={classes.side}>
          <JobChart />
          <Schedules />
        </div>
      </div>
      {(search.panel !== undefined || search.job !== undefined) && (
        <Suspense>
          <Panels />
        </Suspense>
      )}
    </>
  );
}
