import holidays from "@18f/us-federal-holidays";
import { Temporal } from "temporal-polyfill";

const newYork = "America/New_York";
/** The first and the last clock of the fifty states: an hour that suits both suits every practice. */
const unknownZone = [newYork, "Pacific/Honolulu"];
/** Nobody is texted before this hour or from that hour on, by the recipient's clock. */
const sendingHours = { from: 8, until: 20 };
/** Hour in New York at which the texts of a day go out. */
const sendAtHour = 11;

/** The calendar day of `now` in UTC, YYYY-MM-DD: the day that outreach goes by. */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** The calendar day of `now` at the recipient, YYYY-MM-DD; in New York when the zone is not known. */
export function localDay(now: Date, zone: string | null): string {
  return at(now, zonesOf(zone)[0] ?? newYork)
    .toPlainDate()
    .toString();
}

/** `day` and the days after it, moved by whole days; negative is earlier. YYYY-MM-DD in and out. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The same date `years` earlier; 29 February becomes the 28th. YYYY-MM-DD in and out. */
export function subtractYears(day: string, years: number): string {
  return Temporal.PlainDate.from(day).subtract({ years }).toString();
}

/**
 * Monday to Friday and not a US federal holiday. A holiday on a Saturday is kept on the Friday before, one on a Sunday on
 * the Monday after. The day after Thanksgiving is a working day.
 *
 * @param day YYYY-MM-DD
 */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidaysOf(Number(day.slice(0, 4))).has(day);
}

const holidaysByYear = new Map<number, Set<string>>();

/** Days off of a year; New Year of the next one may be kept on 31 December. */
function holidaysOf(year: number): Set<string> {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const days = [...holidays.allForYear(year), ...holidays.allForYear(year + 1)].map(
    (holiday) => holiday.dateString,
  );
  const found = new Set(days);
  holidaysByYear.set(year, found);
  return found;
}

/** The first working day after `day`. YYYY-MM-DD in and out. */
export function nextWorkingDay(day: string): string {
  let next = addDays(day, 1);
  while (!isWorkingDay(next)) next = addDays(next, 1);
  return next;
}

/**
 * Whether a recipient may be texted at this hour: from 08:00 to before 20:00 on his clock.
 *
 * @param zone IANA name; null or an unknown one means that the hour must suit every state
 */
export function isInsideSendingHours(now: Date, zone: string | null): boolean {
  return zonesOf(zone).every((each) => isSendingHour(at(now, each).hour));
}

/**
 * When a text that is planned at `now` goes out: 11:00 in New York on the first working day on which that is still ahead,
 * moved on to the recipient's own working day and sending hours where those begin later (08:00 in Hawaii).
 *
 * @param now instant
 * @param recipientZone IANA name; null or an unknown one means that the hour must suit every state
 * @returns instant, not before `now`, within 08:00–20:00 at the recipient
 */
export function sendAt(now: Date, recipientZone: string | null): Date {
  const today = at(now, newYork).toPlainDate().toString();
  const elevenOn = (day: string) => atHour(day, sendAtHour, newYork);
  const first = isWorkingDay(today) && elevenOn(today) >= now ? today : nextWorkingDay(today);
  return firstSendingTime(elevenOn(first), recipientZone);
}

/**
 * `earliest` itself when it lies on a working day and in the sending hours of the recipient, else the next instant that
 * does.
 */
export function firstSendingTime(earliest: Date, recipientZone: string | null): Date {
  const zones = zonesOf(recipientZone);
  const latest = zones.map((zone) => firstIn(earliest, zone)).reduce((a, b) => (a > b ? a : b));
  return latest > earliest && zones.length > 1 ? firstSendingTime(latest, recipientZone) : latest;
}

function firstIn(earliest: Date, zone: string): Date {
  const local = at(earliest, zone);
  const day = local.toPlainDate().toString();
  if (!isWorkingDay(day) || local.hour >= sendingHours.until)
    return atHour(nextWorkingDay(day), sendingHours.from, zone);
  return local.hour < sendingHours.from ? atHour(day, sendingHours.from, zone) : earliest;
}

const isSendingHour = (hour: number) => hour >= sendingHours.from && hour < sendingHours.until;

function zonesOf(zone: string | null): string[] {
  if (zone === null || zone.trim() === "") return unknownZone;
  try {
    at(new Date(0), zone);
    return [zone];
  } catch {
    return unknownZone;
  }
}

function at(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

function atHour(day: string, hour: number, zone: string): Date {
  const local = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: { hour } });
  return new Date(local.epochMilliseconds);
}
