import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { formatClock, formatDay } from "../lib/format.ts";
import type { Tone } from "./tones.ts";

interface Props {
  /** What the chart shows, in words for those who do not see it. */
  label: string;
  height: number;
  /** Otherwise a bar is a day (UTC). */
  isHourly: boolean;
  rows: readonly ({ at: Date } & Record<string, number | Date>)[];
  series: readonly { name: string; label: string; tone: Tone }[];
}

/** Stacked counts over time. Loaded when it is shown, for the chart library is large; hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function TimeChart({ label, height, isHourly, rows, series }: Props) {
  const data = rows.map(({ at, ...counts }) => {
    const day = at.toISOString().slice(0, 10);
    return { ...counts, time: isHourly ? formatClock(at) : formatDay(day, day).replace(/^\w+, /, "") };
  });
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={height}
        data={data}
        dataKey="time"
        type="stacked"
        series={series.map(({ name, label: words, tone }) => ({
          name,
          label: words,
          color: `var(--vs-${tone}-solid)`,
        }))}
        withLegend
        legendProps={{ position: "top", height: 28 }}
        gridAxis="none"
        tickLine="none"
        maxBarWidth={18}
        barProps={{ isAnimationActive: false }}
        yAxisProps={{ width: 34, allowDecimals: false }}
        xAxisProps={{ interval: "preserveStartEnd", minTickGap: 28 }}
      />
    </div>
  );
}
