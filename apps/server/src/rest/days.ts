const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const fullMonthNames =
  "january february march april may june july august september october november december".split(" ");

/**
 * A day as older clients write it: 2026-06-09, 06/09/2026, 06/09/26, and with the month's name: Jun 9 2026, Jun 9, 2026,
 * 9 June 2026, 9 June, 2026.
 *
 * @returns YYYY-MM-DD, or null when there is no such day
 */
export function parseDay(written: string): string | null {
  const word = written.replaceAll(/\s+/g, " ");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/.exec(word);
  if (us) return dayOf(fullYear(us[3] ?? ""), us[1], us[2]);
  const monthFirst = /^([a-z]+) (\d{1,2}),? (\d{4})$/i.exec(word);
  if (monthFirst) return dayOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  const dayFirst = /^(\d{1,2}) ([a-z]+),? (\d{4})$/i.exec(word);
  return dayFirst ? dayOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]) : null;
}

/** Two digits: 69 and later are of the last century (POSIX). */
const fullYear = (year: string) => (year.length === 4 ? year : `${Number(year) < 69 ? "20" : "19"}${year}`);

function monthOf(name = ""): string {
  const word = name.toLowerCase();
  return String(monthNames.indexOf(word) + 1 || fullMonthNames.indexOf(word) + 1);
}

function dayOf(year = "", month = "", day = ""): string | null {
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${written}T00:00:00Z`);
  return Number(year) > 0 && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written)
    ? written
    : null;
}
