import { SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { formatCount } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { slowIntervalMs } from "./live.ts";
import { useJobsSearch } from "./search.ts";

const TimeChart = lazy(() => import("../../ui/time-chart.tsx"));
const height = 150;

/** How attempts ended lately. */
export function JobChart() {
  const { search, change } = useJobsSearch();
  const { range } = search;
  const stats = trpc.jobs.stats.useQuery({ range }, { refetchInterval: slowIntervalMs });
  const buckets = stats.data?.buckets ?? [];
  const sum = (of: (bucket: (typeof buckets)[number]) => number) =>
    buckets.reduce((total, bucket) => total + of(bucket), 0);
  const done = sum((bucket) => bucket.done);
  const failed = sum(({ failed: some, rejected }) => some + rejected);
  return (
    <Panel
      title="Attempts"
      action={
        <SegmentedControl
          size="xs"
          aria-label="Range of the chart"
          value={range}
          onChange={(value) => change({ range: value }, { replace: true })}
          data={[
            { value: "24h", label: "24 hours" },
            { value: "30d", label: "30 days" },
          ]}
        />
      }
    >
      {stats.data === undefined ? (
        <Skeleton height={height} />
      ) : (
        <Suspense fallback={<Skeleton height={height} />}>
          <TimeChart
            label={`${formatCount(done)} attempts done, ${formatCount(failed)} failed or rejected`}
            height={height}
            isHourly={range === "24h"}
            rows={buckets}
            series={[
              { name: "done", label: "Done", tone: "good" },
              { name: "failed", label: "Failed", tone: "warn" },
              { name: "rejected", label: "Rejected", tone: "bad" },
            ]}
          />
        </Suspense>
      )}
    </Panel>
  );
}
