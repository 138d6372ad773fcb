import { InvalidArgumentError } from "commander";
import type { z } from "zod";

/** Parses an option by a schema of the contract. */
export function parseAs<T>(schema: z.ZodType<T>) {
  return (text: string): T => {
    const parsed = schema.safeParse(text);
    if (!parsed.success)
      throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join("; "));
    return parsed.data;
  };
}

/** Parses an option that is a whole number, both bounds included. */
export function parseWhole(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** Parses an option that is a day, YYYY-MM-DD. */
export function parseDay(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(parsed.getTime()) ||
    !parsed.toISOString().startsWith(text)
  )
    throw new InvalidArgumentError("It is a day, YYYY-MM-DD.");
  return text;
}
