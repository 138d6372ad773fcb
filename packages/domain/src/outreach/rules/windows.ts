import { addDays, subtractYears } from "../../calendar/rules.ts";

/** Due dates, both ends included, YYYY-MM-DD. */
export interface Window {
  from: string;
  through: string;
}

/** A reminder is overdue for a text this many days after its due date. */
const overdueDays = 7 * 7;
const oldestYears = 3;

/** Launch settings of a practice, YYYY-MM-DD. */
export interface Launch {
  launchDate: string | null;
  startDate: string | null;
  endDate: string | null;
}

/**
 * The due dates to cover on outreach day `day`: those of the day itself and of every day missed since `coveredThrough`,
 * each once. The first run of a practice covers its own day alone.
 *
 * @param coveredThrough last outreach day that was covered, or null
 * @returns disjoint ranges, oldest first; none when `day` was covered before
 */
export function windowsToCover(day: string, coveredThrough: string | null, launch: Launch): Window[] {
  const first = coveredThrough === null ? day : addDays(coveredThrough, 1);
  const { launchDate } = launch;
  if (launchDate === null || launchDate < first || launchDate > day) return ordinary(first, day);
  return merge([
    ...ordinary(first, addDays(launchDate, -1)),
    launchWindow(launchDate, launch),
    ...ordinary(addDays(launchDate, 1), day),
  ]);
}

/** Each ordinary day covers the one due date seven weeks before it. */
function ordinary(firstDay: string, lastDay: string): Window[] {
  if (firstDay > lastDay) return [];
  return [{ from: addDays(firstDay, -overdueDays), through: addDays(lastDay, -overdueDays) }];
}

function launchWindow(launchDate: string, { startDate, endDate }: Launch): Window {
  const overdue = addDays(launchDate, -overdueDays);
  if (startDate === null) return { from: subtractYears(launchDate, oldestYears), through: overdue };
  return { from: startDate, through: endDate ?? overdue };
}

function merge(windows: Window[]): Window[] {
  const merged: Window[] = [];
  for (const window of windows
    .filter((w) => w.from <= w.through)
    .sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (last && window.from <= addDays(last.through, 1)) {
      if (window.through > last.through) last.through = window.through;
    } else merged.push({ ...window });
  }
  return merged;
}
