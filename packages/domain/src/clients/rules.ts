import type { FieldError } from "@vetsuccess/contract/errors";
import type { AuditChanges } from "@vetsuccess/contract/audit";
import { z } from "zod";

/** First and last name as one; null when there is neither. */
export function fullNameOf(firstName: string | null, lastName: string | null): string | null {
  return [firstName, lastName].filter((name) => name !== null && name !== "").join(" ") || null;
}

/** The ten digits of a US number however it is written, or null when the text is no such number. */
export function phoneDigits(term: string): string | null {
  if (!/^[\d\s()+./-]+$/.test(term)) return null;
  const digits = term.replaceAll(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  return digits.length === 10 ? digits : null;
}

/** The seven digits of a US number without its area code, however it is written, or null when the text is no such number. */
export function localPhoneDigits(term: string): string | null {
  if (!/^[\d\s./-]+$/.test(term)) return null;
  const digits = term.replaceAll(/\D/g, "");
  return digits.length === 7 ? digits : null;
}

/** "First Last" of "Last, First"; null: the term is not of that form. */
export function firstNameFirst(term: string): string | null {
  const [, last, first] = /^([^,]+),([^,]+)$/.exec(term) ?? [];
  return last?.trim() && first?.trim() ? `${first.trim()} ${last.trim()}` : null;
}

/** An e-mail address or a phone of a client that is not removed. */
export interface Contact {
  oduId: string;
  /** Address or ten digits. */
  value: string | null;
  isPrimary: boolean | null;
}

export interface ContactChange {
  oduId?: string | undefined;
  value?: string | null | undefined;
  /** It becomes the primary one, the others cease to be. */
  isPrimary?: true | undefined;
}

/** What a change of contact data comes to; nothing is in it that stays as it is. */
export interface ContactPlan {
  /** A primary one with this value is added. */
  create?: { value: string | null };
  update?: { oduId: string; value?: string | null; isPrimary?: true };
  /** Ids of those that cease to be primary. */
  demote: string[];
}

/**
 * Which rows an e-mail or phone change touches. Without an id it adds the first one; a contact that is not primary can only
 * be made primary, and changed at the same time.
 *
 * @returns errors with paths inside the change: `oduId`, or `value` when there is nothing to add
 */
export function planContact(
  existing: readonly Contact[],
  change: ContactChange,
): { plan: ContactPlan } | { error: FieldError } {
  const nothing: ContactPlan = { demote: [] };
  if (change.oduId === undefined) {
    if (change.value === undefined && change.isPrimary === undefined) return { plan: nothing };
    if (existing.some((each) => each.isPrimary === true))
      return { error: { path: "oduId", message: "say which one is meant" } };
    if (change.value === undefined) return { error: { path: "value", message: "is needed to add one" } };
    return { plan: { ...nothing, create: { value: change.value } } };
  }
  const target = existing.find((each) => each.oduId === change.oduId);
  if (!target || (target.isPrimary !== true && change.isPrimary !== true))
    return { error: { path: "oduId", message: "is not one of this client" } };
  const { oduId } = target;
  const update: ContactPlan["update"] = {
    oduId,
    ...(change.value !== undefined && change.value !== target.value ? { value: change.value } : {}),
    ...(change.isPrimary === true && target.isPrimary !== true ? { isPrimary: true } : {}),
  };
  const demote = change.isPrimary
    ? existing.filter((each) => each.isPrimary === true && each.oduId !== oduId).map((each) => each.oduId)
    : [];
  return { plan: { demote, ...(Object.keys(update).length > 1 ? { update } : {}) } };
}

/** The changes of an audited update that are worth a line of their own: outcomes have theirs, versions are ours. */
export function editsIn(changes: AuditChanges): AuditChanges {
  return Object.fromEntries(
    Object.entries(changes).filter(([path]) => path !== "version" && !/\.outcome(At)?$/.test(path)),
  );
}

/** Where a page of a list ended: the value it is sorted by, as the database writes it, and the row's uuid. */
export interface Cursor {
  key: string;
  uuid: string;
}

/** A cursor as the caller carries it, bound to the sort it belongs to. */
export function writeCursor(sort: string, { key, uuid }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, key, uuid])).toString("base64url");
}

const WrittenCursor = z.tuple([z.string(), z.string().refine((key) => !key.includes("\0")), z.uuid()]);

/** @returns null when it is none of this sort */
export function readCursor(sort: string, cursor: string): Cursor | null {
  try {
    const [of, key, uuid] = WrittenCursor.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")),
    );
    return of === sort ? { key, uuid } : null;
  } catch {
    return null;
  }
}
