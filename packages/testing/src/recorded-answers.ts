import { expect } from "vitest";
import { restRecord, type RestCase } from "./recorded-rest.ts";
import { readJwt } from "./recorded-tokens.ts";

type Row = Record<string, unknown>;
/** Changed fields of rows by table and key; "new 1", "new 2" … for rows that are new. */
export type RowChanges = Record<string, Record<string, Row>>;

/** The recorded changes of rows: fields as they are after the request. */
export function recordedChanges({ after = {} }: RestCase): RowChanges {
  return Object.fromEntries(
    Object.entries(after).map(([table, { created = [], updated = [] }]) => {
      const news = created.map((row, at) => [`new ${at + 1}`, row] as const);
      const olds = updated.map(
        ({ pk, changed }) =>
          [
            pk,
            Object.fromEntries(Object.entries(changed).map(([field, value]) => [field, value.new])),
          ] as const,
      );
      return [table, Object.fromEntries([...news, ...olds])];
    }),
  );
}

/** The parts of an answer that the recorded service left to the database stand in one order. */
export function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inOneOrder);
    const isUnordered = items.every((item) => orderOf(item) !== null);
    return isUnordered ? items.toSorted((a, b) => ((orderOf(a) ?? "") < (orderOf(b) ?? "") ? -1 : 1)) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inOneOrder(each)]));
}

/** E-mail addresses, phones, practices and clients go by id, reminders of one day by their words; other lists are ordered. */
function orderOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null) return null;
  const { odu_id, date_due, description } = item as Row;
  if (typeof odu_id === "string") return odu_id;
  return typeof date_due === "string" ? `${date_due} ${String(description)}` : null;
}

/**
 * Expects a value to be the recorded one: generated ids may differ but stay the same where they are the same, tokens are
 * compared by what they say, instants by their moment.
 */
export function expectRecorded(ours: unknown, theirs: unknown, now: Date): void {
  expect(ours).toEqual(matcherOf(ours, theirs, now, new Map()));
}

/** The recorded value with our ids and tokens in the places where any will do. */
function matcherOf(ours: unknown, theirs: unknown, now: Date, ids: Map<string, unknown>): unknown {
  if (typeof theirs === "string") {
    if (!/^<generated:\d+>$/.test(theirs)) return theirs;
    if (!ids.has(theirs) && /^([0-9a-f]{32}|[0-9a-f-]{36})$/.test(String(ours))) ids.set(theirs, ours);
    return ids.get(theirs);
  }
  if (Array.isArray(theirs)) {
    const items = Array.isArray(ours) ? ours : [];
    return theirs.map((each: unknown, at) => matcherOf(items[at], each, now, ids));
  }
  if (typeof theirs !== "object" || theirs === null) return theirs;
  if ("$jwt" in theirs) return sameToken(ours, theirs.$jwt as { claims: Row; lifetime_seconds: number }, now);
  const fields = (ours ?? {}) as Row;
  return Object.fromEntries(
    Object.entries(theirs).map(([name, each]) => [name, matcherOf(fields[name], each, now, ids)]),
  );
}

/** The token itself when it says what the recorded one says, else what is wrong with it. */
function sameToken(ours: unknown, theirs: { claims: Row; lifetime_seconds: number }, now: Date): unknown {
  const { header, claims } = readJwt(String(ours));
  const issuedAt = Math.floor(now.getTime() / 1000);
  const isSame =
    header["alg"] === "HS256" &&
    claims["iat"] === issuedAt &&
    claims["exp"] === issuedAt + theirs.lifetime_seconds &&
    claims["token_type"] === theirs.claims["token_type"] &&
    claims["user_id"] === restRecord.userIds.get(String(theirs.claims["user_id"]).replace("uuid of ", "")) &&
    /^[0-9a-f]{32}$/.test(String(claims["jti"]));
  return isSame ? ours : { isNoSuchToken: theirs, claims };
}
