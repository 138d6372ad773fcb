import { addDays, isWorkingDay } from "../../calendar/rules.ts";

/** The working day before `day`. YYYY-MM-DD in and out. */
function previousWorkingDay(day: string): string {
  let previous = addDays(day, -1);
  while (!isWorkingDay(previous)) previous = addDays(previous, -1);
  return previous;
}

/**
 * The days whose files are mailed on a working day: from the working day before it up to yesterday, oldest first. A Tuesday
 * after a Monday holiday covers Friday to Monday.
 *
 * @param day YYYY-MM-DD
 * @returns none when `day` is no working day
 */
export function coveredDays(day: string): string[] {
  if (!isWorkingDay(day)) return [];
  const days = [];
  for (let each = previousWorkingDay(day); each < day; each = addDays(each, 1)) days.push(each);
  return days;
}
