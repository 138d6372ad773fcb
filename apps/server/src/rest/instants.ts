/** An instant as it stands in answers: ISO 8601 in UTC, to the second when there is no fraction, else to the microsecond. */
export function wireInstant(instant: string | null): string | null {
  return instant === null ? null : instant.replace(".000000Z", "Z");
}
