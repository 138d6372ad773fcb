import type { ClientDetail } from "@vetsuccess/contract/clients";
import { expect, test, vi } from "vitest";
import { keyOf } from "./fields.ts";
import { openVisit } from "./visit.ts";

const firstName = keyOf("client", "", "firstName");
const comment = keyOf("patients", "rex", "comment");
const outcome = keyOf("patients", "rex", "outcome");

const client = (changed: object = {}, pet: object = {}): ClientDetail =>
  ({
    oduId: "ann",
    version: 3,
    firstName: "Ann",
    lastName: "Bell",
    emails: [],
    phones: [{ oduId: "ph-1", number: "2025550110", type: "Cell", isOptedOut: false }],
    patients: [{ oduId: "rex", name: "Rex", outcome: null, optOut: null, comment: null, ...pet }],
    timeline: [],
    ...changed,
  }) as unknown as ClientDetail;

test("what is typed back to what it was is no edit any more", () => {
  const visit = openVisit(client());
  visit.set([[firstName, "Anna"]]);
  expect([...visit.edits()]).toEqual([[firstName, "Anna"]]);
  visit.set([[firstName, "Ann"]]);
  expect(visit.edits().size).toBe(0);
});

test.each([
  ["after a saved text", "Prefers mornings", "Prefers mornings ", "Prefers mornings Call after five"],
  ["before a saved text", "Prefers mornings", " Prefers mornings", "Now Prefers mornings"],
  ["into an empty field", null, " ", " Call"],
])("a blank typed %s stays while somebody types, and is no edit", (_, saved, blank, whole) => {
  const now = client({}, { comment: saved });
  const visit = openVisit(now);
  visit.set([[comment, blank]]);
  expect([visit.value(comment), visit.edits().size]).toEqual([blank, 0]);
  visit.rebase(client({}, { comment: saved }), visit.edits());
  expect(visit.value(comment)).toBe(blank);
  visit.set([[comment, whole]]);
  expect([...visit.edits()]).toEqual([[comment, whole]]);
  visit.set([[comment, blank]]);
  visit.leave(comment);
  expect(visit.value(comment)).toBe(saved);
});

test("a blank typed at the end stays through a save, and goes when others change the text", () => {
  const visit = openVisit(client());
  visit.set([[comment, "Call "]]);
  visit.saved(client({ version: 4 }, { comment: "Call" }), visit.edits());
  expect([visit.value(comment), visit.edits().size]).toEqual(["Call ", 0]);
  visit.rebase(client({ version: 5 }, { comment: "Do not call" }), visit.edits());
  expect([visit.value(comment), visit.edits().size]).toEqual(["Do not call", 0]);
});

test("an edit loses the blanks around it when its field is left", () => {
  const visit = openVisit(client());
  visit.set([[firstName, " Anna "]]);
  visit.leave(firstName);
  expect([...visit.edits()]).toEqual([[firstName, "Anna"]]);
});

test("a key pressed in one field draws nobody else anew", () => {
  const visit = openVisit(client());
  const [mine, other, all] = [vi.fn(), vi.fn(), vi.fn()];
  visit.subscribe(comment, mine);
  visit.subscribe(firstName, other);
  visit.subscribe(undefined, all);
  visit.set([[comment, "C"]]);
  expect([mine.mock.calls.length, other.mock.calls.length, all.mock.calls.length]).toEqual([1, 0, 1]);
});

test("what is wrong is known while it is typed, and gone with it", () => {
  const visit = openVisit(client());
  const number = keyOf("phones", "ph-1", "number");
  visit.set([[number, "555"]]);
  expect(visit.faults().get(number)).toMatch(/ten digits/);
  visit.undo([number]);
  expect(visit.faults().size).toBe(0);
});

test("what is typed while a save is under way stays, what was sent is saved", () => {
  const visit = openVisit(client());
  visit.set([
    [firstName, "Anna"],
    [comment, "Call"],
    [outcome, "No answer"],
  ]);
  const sent = visit.edits();
  visit.set([[comment, "Call after 5"]]);
  visit.saved(client({ version: 4, firstName: "Anna" }, { outcome: "No answer", comment: "Call" }), sent);
  expect(visit.version).toBe(4);
  expect([...visit.edits()]).toEqual([[comment, "Call after 5"]]);
  expect(visit.value(firstName)).toBe("Anna");
});

test("a draft of an older version keeps what it was based on, so that others' changes are seen", () => {
  const now = client({ version: 5, firstName: "Annie" });
  const draft = { version: 3, base: new Map([[firstName, "Ann"]]), edits: new Map([[firstName, "Anna"]]) };
  const visit = openVisit(now, draft);
  expect(visit.version).toBe(3);
  expect(visit.mergeWith(now).conflicts).toEqual([
    { key: firstName, base: "Ann", mine: "Anna", theirs: "Annie" },
  ]);
  visit.rebase(now, new Map([[firstName, "Anna"]]));
  expect([visit.version, ...visit.edits()]).toEqual([5, [firstName, "Anna"]]);
});

test("what others saved is taken over, unless something typed here is not in it", () => {
  const visit = openVisit(client());
  visit.set([
    [firstName, "Anna"],
    [outcome, "No answer"],
  ]);
  visit.follow(client({ version: 4, firstName: "Anna" }));
  expect([visit.version, visit.edits().size]).toEqual([3, 2]);
  visit.follow(client({ version: 5, firstName: "Anna" }, { outcome: "No answer" }));
  expect([visit.version, visit.edits().size]).toEqual([5, 0]);
  visit.follow(client({ version: 4, firstName: "Ann" }));
  expect([visit.version, visit.value(firstName)]).toEqual([5, "Anna"]);
});

test("what was discarded comes back, on what it was based on when others changed that since", () => {
  const visit = openVisit(client());
  visit.set([[firstName, "Anna"]]);
  const { version, base } = visit;
  const edits = visit.edits();
  visit.undo([firstName]);
  visit.rebase(client({ version: 4 }, { comment: "Call" }), new Map());
  visit.restore({ version, base, edits });
  expect([visit.version, ...visit.edits()]).toEqual([4, [firstName, "Anna"]]);
  visit.undo([firstName]);
  const now = client({ version: 5, firstName: "Annie" });
  visit.rebase(now, new Map());
  visit.restore({ version, base, edits });
  expect(visit.version).toBe(3);
  expect(visit.mergeWith(now).conflicts).toMatchObject([{ mine: "Anna", theirs: "Annie" }]);
});

test("an edit of a pet that is gone does not come along", () => {
  const visit = openVisit(client());
  visit.set([[comment, "Call"]]);
  visit.rebase(client({ version: 4, patients: [] }), visit.edits());
  expect(visit.edits().size).toBe(0);
});
