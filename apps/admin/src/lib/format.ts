const locale = "en-US";

/** "(555) 010-1234" from ten digits; anything else is shown as it is. */
export function formatPhone(number: string | null): string {
  if (number === null || number === "") return "—";
  return number.replace(/^(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
}

/** "1,234" */
export const formatCount = (count: number): string => counts.format(count);

const counts = new Intl.NumberFormat(locale);

/** "1 text", "2 texts" */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "Tue, Nov 24" from a calendar day, YYYY-MM-DD; with the year unless it is that of `today`. */
export function formatDay(day: string, today: string): string {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return formatterFor({
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(new Date(`${day}T00:00:00Z`));
}

/** "Nov 24, 11:00 AM" in the zone, an IANA name; the viewer's own by default. */
export function formatInstant(instant: Date, timeZone?: string): string {
  const options: Intl.DateTimeFormatOptions = {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  };
  return formatIn(instant, options, timeZone);
}

/** "Nov 24, 11:00 AM", with the year unless it is this one; the viewer's own zone. */
export function formatWhen(instant: Date, now = new Date()): string {
  const isThisYear = instant.getFullYear() === now.getFullYear();
  return isThisYear
    ? formatInstant(instant)
    : formatIn(
        instant,
        { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
        undefined,
      );
}

/** "Nov 24, 2026", the viewer's own zone. */
export function formatDate(instant: Date): string {
  return formatIn(instant, { month: "short", day: "numeric", year: "numeric" }, undefined);
}

/** "11:00 AM" in the zone, an IANA name; the viewer's own by default. */
export function formatClock(instant: Date, timeZone?: string): string {
  return formatIn(instant, { hour: "numeric", minute: "2-digit" }, timeZone);
}

/** "11:00:07 AM", the viewer's own zone. */
export function formatSeconds(instant: Date): string {
  return formatIn(instant, { hour: "numeric", minute: "2-digit", second: "2-digit" }, undefined);
}

/**
 * The same instant by the practice's clock: "6:00 AM HST".
 *
 * @param viewerZone IANA name
 * @returns null where the clocks agree, or the zone is not known
 */
export function formatThere(
  instant: Date,
  practiceZone: string | null,
  viewerZone = ownZone(),
): string | null {
  if (practiceZone === null) return null;
  const there = formatIn(
    instant,
    { hour: "numeric", minute: "2-digit", timeZoneName: "short" },
    practiceZone,
  );
  const isSame = formatInstant(instant, practiceZone) === formatInstant(instant, viewerZone);
  return isSame || !isKnownZone(practiceZone) ? null : there;
}

/**
 * As `formatThere`, and with the day where it is another one there, "Nov 24, 11:30 PM MST": for what is agreed with somebody.
 *
 * @param viewerZone IANA name
 * @returns null where the clocks agree, or the zone is not known
 */
export function formatAgreed(
  instant: Date,
  practiceZone: string | null,
  viewerZone = ownZone(),
): string | null {
  const there = formatThere(instant, practiceZone, viewerZone);
  if (there === null || practiceZone === null) return null;
  const day = (zone: string) => formatIn(instant, { month: "short", day: "numeric" }, zone);
  return day(practiceZone) === day(viewerZone) ? there : `${day(practiceZone)}, ${there}`;
}

/** Nobody is called before or after these hours of their own day: 47 CFR 64.1200 (c)(1). */
const callingHours = { from: 8, until: 21 };

/** Why a client is better not called now, by the clock of the practice; undefined within calling hours or in a zone unknown. */
export function offHours(now: Date, practiceZone: string | null): string | undefined {
  if (practiceZone === null || !isKnownZone(practiceZone)) return undefined;
  const hour = Number(formatIn(now, { hour: "numeric", hourCycle: "h23" }, practiceZone));
  if (hour < callingHours.from) return "Too early to call";
  return hour < callingHours.until ? undefined : "Too late to call";
}

/** "12 ms", "1.4 s", "1 min 5 s" */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Today's calendar day, YYYY-MM-DD; outreach days are days of UTC. */
export const today = (now = new Date()): string => now.toISOString().slice(0, 10);

/** The calendar day by the viewer's clock, YYYY-MM-DD. */
export const localDay = (instant: Date): string =>
  [instant.getFullYear(), instant.getMonth() + 1, instant.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");

/** The calendar day by the practice's clock, by the viewer's where its zone is not known, YYYY-MM-DD. */
export function dayThere(instant: Date, practiceZone: string | null): string {
  if (practiceZone === null || !isKnownZone(practiceZone)) return localDay(instant);
  const [month, day, year] = formatIn(
    instant,
    { year: "numeric", month: "2-digit", day: "2-digit" },
    practiceZone,
  ).split("/");
  return `${year}-${month}-${day}`;
}

/** The day so many days later, YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function formatIn(instant: Date, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  const zone = timeZone !== undefined && isKnownZone(timeZone) ? { timeZone } : {};
  return formatterFor({ ...options, ...zone })
    .format(instant)
    .replaceAll("\u202F", " ");
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a millisecond and more; a page of rows asks for the same few again and again. */
function formatterFor(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

const viewerZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The viewer's time zone when the page was loaded, an IANA name. */
export const ownZone = (): string => viewerZone;

/** The extractor's data may name a zone that no browser knows. */
function isKnownZone(timeZone: string): boolean {
  try {
    formatterFor({ timeZone });
    return true;
  } catch {
    return false;
  }
}
