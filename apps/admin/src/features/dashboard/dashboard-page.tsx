import { Alert, SegmentedControl, Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { IconBuildingHospital } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, today } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { BigNumbers } from "./big-numbers.tsx";
import classes from "./dashboard-page.module.css";
import { PracticeTable } from "./practice-table.tsx";
import { reportInput, useDashboardSearch } from "./search.ts";

const TimeChart = lazy(() => import("../../ui/time-chart.tsx"));
const intervalMs = 60_000;
const chartHeight = 190;

/** What outreach came to: today, or in the last thirty days. Each number leads to its rows. */
export function DashboardPage() {
  const { search, change } = useDashboardSearch();
  useDocumentTitle("Dashboard · VetSuccess");
  const report = trpc.outreach.report.useQuery(reportInput(search, today()), {
    refetchInterval: intervalMs,
    placeholderData: keepPreviousData,
  });
  const { data, error } = report;
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>Dashboard</h1>
        <SegmentedControl
          size="xs"
          aria-label="Range"
          value={search.range}
          onChange={(range) => change({ range })}
          data={[
            { value: "today", label: "Today" },
            { value: "30d", label: "30 days" },
          ]}
        />
        {data && (
          <span className={classes.span}>
            {data.from === data.through
              ? formatDay(data.through, today())
              : `${formatDay(data.from, today())} to ${formatDay(data.through, today())}`}
            , days of UTC
          </span>
        )}
      </div>
      {data === undefined ? (
        error ? (
          <Alert color="red" role="alert">
            {messageOf(error)}
          </Alert>
        ) : (
          <Skeleton height={360} />
        )
      ) : data.practices.length === 0 ? (
        <StateMessage icon={<IconBuildingHospital size={22} />} title="There is no practice to report on">
          Practices appear here once the extractor has delivered them.
        </StateMessage>
      ) : (
        <div className={classes.body} aria-busy={report.isPlaceholderData}>
          <BigNumbers report={data} />
          {data.days.length > 1 && (
            <Panel title="Texts by day">
              <Suspense fallback={<Skeleton height={chartHeight} />}>
                <TimeChart
                  label="Texts that were sent, failed, or whose fate is unknown, day by day; the numbers stand in the table below"
                  height={chartHeight}
                  isHourly={false}
                  rows={data.days.map(({ day, ...counts }) => ({
                    at: new Date(`${day}T00:00:00Z`),
                    ...counts,
                  }))}
                  series={[
                    { name: "sent", label: "Sent", tone: "good" },
                    { name: "failed", label: "Failed", tone: "bad" },
                    { name: "unknown", label: "Unknown", tone: "odd" },
                  ]}
                />
              </Suspense>
            </Panel>
          )}
          <PracticeTable report={data} />
        </div>
      )}
    </>
  );
}
