const dayMs = 86_400_000;
const newYork = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  hour: "2-digit",
  hourCycle: "h23",
});

/** Days counted from the day the world is made for: 0 is that day, -1 the one before. */
export class Calendar {
  readonly #start: number;
  readonly #days = new Map<number, string>();
  readonly #elevens = new Map<number, number>();

  /** @param asOf YYYY-MM-DD */
  constructor(asOf: string) {
    this.#start = Date.parse(`${asOf}T00:00:00Z`);
  }

  /** The day as YYYY-MM-DD. */
  day(offset: number): string {
    const known = this.#days.get(offset);
    if (known !== undefined) return known;
    const day = new Date(this.#start + offset * dayMs).toISOString().slice(0, 10);
    this.#days.set(offset, day);
    return day;
  }

  /** An instant of a day, UTC. */
  at(offset: number, hour: number, minute = 0, second = 0): string {
    const clock = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
    return `${this.day(offset)}T${clock}Z`;
  }

  /** The day itself, or the Monday after it when it is a Saturday or Sunday. */
  weekday(offset: number): number {
    const ofWeek = new Date(this.#start + offset * dayMs).getUTCDay();
    return offset + (ofWeek === 6 ? 2 : ofWeek === 0 ? 1 : 0);
  }

  /** Hour, UTC, of eleven o'clock in New York. */
  elevenInNewYork(offset: number): number {
    const known = this.#elevens.get(offset);
    if (known !== undefined) return known;
    const noon = new Date(this.#start + offset * dayMs + dayMs / 2);
    const hour = 11 + 12 - Number(newYork.format(noon));
    this.#elevens.set(offset, hour);
    return hour;
  }
}
