import { ClientChanges, type ClientDetail } from "@vetsuccess/contract/clients";

export type Value = string | boolean | null;
/** What can be changed on the page, by key: "client//firstName", "phones/ph-1/number", "patients/p-1/comment". */
export type Values = ReadonlyMap<string, Value>;

const names = {
  client: ["firstName", "lastName"],
  emails: ["address"],
  phones: ["number", "isOptedOut"],
  patients: ["outcome", "optOut", "comment"],
} as const;
type List = keyof typeof names;
export interface Field {
  list: List;
  /** Empty: the client itself, or the first address or number of one who has none. */
  id: string;
  name: string;
}

export function keyOf<L extends List>(list: L, id: string, name: (typeof names)[L][number]): string {
  return `${list}/${encodeURIComponent(id)}/${name}`;
}

export function readKey(key: string): Field {
  const [list = "", id = "", name = ""] = key.split("/");
  return { list: list as List, id: decodeURIComponent(id), name };
}

/** Everything that can be changed, as the server has it. */
export function valuesOf(client: ClientDetail): Map<string, Value> {
  const values = new Map<string, Value>([
    [keyOf("client", "", "firstName"), client.firstName],
    [keyOf("client", "", "lastName"), client.lastName],
  ]);
  for (const { oduId, address } of orFirst(client.emails, { oduId: "", address: null }))
    values.set(keyOf("emails", oduId, "address"), address);
  for (const phone of orFirst(client.phones, noPhone)) {
    values.set(keyOf("phones", phone.oduId, "number"), phone.number);
    values.set(keyOf("phones", phone.oduId, "isOptedOut"), phone.isOptedOut);
  }
  for (const { oduId, outcome, optOut, comment } of client.patients) {
    values.set(keyOf("patients", oduId, "outcome"), outcome);
    values.set(keyOf("patients", oduId, "optOut"), optOut);
    values.set(keyOf("patients", oduId, "comment"), comment);
  }
  return values;
}

/** In the place of the phone that a client does not have. */
export const noPhone: ClientDetail["phones"][number] = {
  oduId: "",
  number: null,
  type: null,
  isOptedOut: false,
  waitingTexts: 0,
};

/** A client without any can be given the first one. */
export const orFirst = <T>(rows: readonly T[], first: T): readonly T[] =>
  rows.length === 0 ? [first] : rows;

/** Whether two values mean the same: blanks around a text, brackets in a number, and null or false do not count. */
function isSame(key: string, one: Value, other: Value): boolean {
  return plain(key, one) === plain(key, other);
}

function plain(key: string, value: Value): Value {
  if (value === null || value === false) return null;
  if (value === true) return true;
  const text = value.trim();
  if (text === "") return null;
  return key.endsWith("/number") ? text.replaceAll(/[^\p{N}\p{L}]/gu, "").replace(/^1(?=\d{10}$)/, "") : text;
}

/** An outcome that is recorded again counts as a change: it moves the time and closes follow-ups. */
const isRecord = (key: string): boolean => key.endsWith("/outcome");

/** Whether setting this value changes anything. */
export function isChange(key: string, base: Value, value: Value): boolean {
  return isRecord(key) ? value !== null || base !== null : !isSame(key, base, value);
}

/** The edits as an update, and where in it each of them stands, to find the field that a refusal names. */
export function changesOf(edits: Values): { changes: Record<string, unknown>; keyAt: Map<string, string> } {
  const changes: Record<string, unknown> = {};
  const lists = new Map<string, { rows: Record<string, unknown>[]; at: Map<string, number> }>();
  const keyAt = new Map<string, string>();
  for (const [key, value] of edits) {
    const { list, id, name } = readKey(key);
    const sent = typeof value === "string" && value.trim() === "" ? null : value;
    if (list === "client") {
      changes[name] = sent;
      keyAt.set(name, key);
      continue;
    }
    const group = lists.get(list) ?? { rows: [], at: new Map<string, number>() };
    lists.set(list, group);
    changes[list] = group.rows;
    const at = group.at.get(id) ?? group.rows.push(id === "" ? {} : { oduId: id }) - 1;
    group.at.set(id, at);
    Object.assign(group.rows[at] ?? {}, { [name]: sent });
    keyAt.set(`${list}.${at}.${name}`, key);
  }
  return { changes, keyAt };
}

/** What is wrong with a value, by the schema that the server refuses it with; undefined: nothing. */
export function faultOf(key: string, value: Value): string | undefined {
  const { success, error } = ClientChanges.safeParse(changesOf(new Map([[key, value]])).changes);
  if (success) return undefined;
  const message = error.issues[0]?.message ?? "is not valid";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}

/** A field that both have changed, each in another way. */
export interface Conflict {
  key: string;
  base: Value;
  mine: Value;
  theirs: Value;
}

export interface Merge {
  /** My edits that nobody else touched. */
  mine: Map<string, Value>;
  /** To be decided by a person. */
  conflicts: Conflict[];
  /** Changed by others alone. */
  theirs: { key: string; base: Value; theirs: Value }[];
  /** My edits of what is gone: a pet that died, a number that was removed. */
  gone: Conflict[];
}

/**
 * Brings what I typed together with what others saved meanwhile. An edit that comes to the same as theirs is none any more.
 *
 * @param base the values that my edits were based on
 */
export function merge(base: Values, edits: Values, now: Values): Merge {
  const merged: Merge = { mine: new Map(), conflicts: [], theirs: [], gone: [] };
  for (const [key, mine] of edits) {
    const was = base.get(key) ?? null;
    const theirs = now.get(key);
    if (theirs === undefined) merged.gone.push({ key, base: was, mine, theirs: null });
    else if (isSame(key, was, theirs)) merged.mine.set(key, mine);
    else if (!isSame(key, mine, theirs)) merged.conflicts.push({ key, base: was, mine, theirs });
  }
  for (const [key, theirs] of now) {
    const was = base.get(key) ?? null;
    if (!edits.has(key) && !isSame(key, was, theirs)) merged.theirs.push({ key, base: was, theirs });
  }
  return merged;
}
