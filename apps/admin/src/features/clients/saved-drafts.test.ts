import { beforeEach, expect, test } from "vitest";
import { keyOf, type Value } from "./fields.ts";
import { draftsIn } from "./saved-drafts.ts";

/** Keys are own properties, as in a browser. */
class FakeStorage {
  [key: string]: unknown;
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}

const comment = keyOf("patients", "p-1", "comment");
const now = new Date("2026-11-25T10:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const base = new Map<string, Value>([
  [comment, null],
  [keyOf("client", "", "firstName"), "Ann"],
]);
const edits = new Map<string, Value>([[comment, "Call after 5"]]);

let storage: Storage;
beforeEach(() => {
  storage = new FakeStorage() as unknown as Storage;
});

test("a draft comes back for the same user and client, with what it was based on", () => {
  const drafts = draftsIn(storage, "dana");
  drafts.keep("c/1", { version: 3, base, edits }, now);
  expect(drafts.read("c/1", later(23.9))).toEqual({
    savedAt: now,
    version: 3,
    base: new Map([[comment, null]]),
    edits,
  });
  expect(drafts.read("c/2", now)).toBeNull();
  expect(draftsIn(storage, "robin").read("c/1", now)).toBeNull();
});

test("after 24 hours it is gone, and tidied away whoever typed it", () => {
  const drafts = draftsIn(storage, "dana");
  drafts.keep("c-1", { version: 3, base, edits }, now);
  drafts.keep("c-2", { version: 3, base, edits }, later(20));
  expect(drafts.read("c-1", later(24.1))).toBeNull();
  storage.setItem("vetsuccess-draft:dana:c-3", "{not whole");
  storage.setItem("something-else", "stays");
  draftsIn(storage, "robin").tidy(later(24.1));
  expect(Object.keys(storage)).toEqual(["vetsuccess-draft:dana:c-2", "something-else"]);
});

test("without edits nothing is kept", () => {
  const drafts = draftsIn(storage, "dana");
  drafts.keep("c-1", { version: 3, base, edits }, now);
  drafts.keep("c-1", { version: 3, base, edits: new Map() }, now);
  expect(Object.keys(storage)).toEqual([]);
});
