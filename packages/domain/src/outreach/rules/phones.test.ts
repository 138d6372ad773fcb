import { describe, expect, test } from "vitest";
import { excludedPhoneType, isUsNumber, phoneTypeRules, toE164 } from "./phones.ts";

describe("US numbers", () => {
  test.each([
    ["ten digits", "2025550101", true],
    ["another", "9075550199", true],
    ["nothing", null, false],
    ["empty", "", false],
    ["three digits", "123", false],
    ["eleven digits", "12025550101", false],
    ["an area code that starts with 1", "1025550101", false],
    ["an exchange that starts with 0", "2020550101", false],
    ["the area code 911", "9115550101", false],
    ["the exchange 411", "2024110101", false],
    ["Arabic digits", "٢٠٢٥٥٥٠١٠١", false],
    ["a line break at its end", "2025550101\n", false],
    ["all zeros", "0000000000", false],
  ])("%s", (_, number, expected) => expect(isUsNumber(number)).toBe(expected));

  test("become E.164", () => expect(toE164("2025550101")).toBe("+12025550101"));
});

const nobody = new Set<string>();

// One row for each rule at least; the keys are checked against the table.
const typed: Record<(typeof phoneTypeRules)[number]["name"], string[]> = {
  fax: ["fax", "Fax", "HOME FAX", "fax2", "fx", "facsimile", "Phone/Fax"],
  disconnected: [
    "Home # IS DISCONECTED",
    "Cellular-Jason-DISCONNECTED7-8-10",
    "disconnected",
    "DISCONN",
    "Cell (disc)",
    "home d/c",
    "cell disconnected 3/14",
  ],
  wrong: [
    "wrong #",
    "WRONG NUMBER",
    "wrong number for client",
    "incorrect",
    "invalid",
    "bad #",
    "Home - not valid",
    "not his",
    "NOT A VALID NUMBER",
  ],
  "out-of-service": [
    "not in service",
    "Home NOT IN SERVICE",
    "no longer in service",
    "out of service 2012",
    "not working",
    "no longer working",
    "doesn't work",
    "old cell",
    "OLD #",
    "n/i/s",
    "inactive",
    "former",
  ],
  "no-text": [
    "home (no text)",
    "NO TEXTS",
    "cell - no texting",
    "do not send text",
    "can't receive texts",
    "Don’t text",
    "notext",
    "no txt",
    "no sms",
    "opted out",
    "calls only",
    "land line",
    "Landline",
    "pager",
  ],
  "do-not-call": [
    "do not call",
    "DO NOT CALL",
    "don't call",
    "dont call",
    "no calls",
    "DNC",
    "do not use",
    "never call",
  ],
  "call-first": ["call first", "Home (CALL FIRST)", "call 1st", "call this number first", "call before 9"],
  private: [
    "unlisted",
    "un-listed",
    "non published",
    "NON-PUB",
    "private",
    "Cell - private",
    "unpublished",
    "confidential",
  ],
  work: [
    "Work",
    "Work ext 436",
    "WORK2",
    "wk",
    "wrk",
    "work cell",
    "Husband's work",
    "mother's work",
    "business",
    "Bus.",
    "office",
    "employer",
    "ext. 12",
    "x436",
    "workphone",
    "co-worker",
  ],
  "third-party": [
    "friend",
    "Friend - Sue",
    "friend's cell",
    "neighbor",
    "pet sitter",
    "dogsitter",
    "landlord",
  ],
  hotel: ["hotel", "Hotel room 12", "motel", "Holiday Inn", "campground"],
  emergency: ["emergency", "Emergency contact", "EMERG", "emer. contact", "ICE", "in case of emergency"],
};

describe("phone types that may not get texts", () => {
  test("every rule of the table has examples", () =>
    expect(Object.keys(typed)).toEqual(phoneTypeRules.map((rule) => rule.name)));

  for (const [rule, types] of Object.entries(typed))
    test.each(types)(`${rule}: %s`, (type) => expect(excludedPhoneType(type, nobody)).toBe(rule));

  test("an admin's exclusion is exact, without regard to case", () => {
    const excluded = new Set(["spouse cell"]);
    expect(excludedPhoneType(" Spouse CELL ", excluded)).toBe("admin");
    expect(excludedPhoneType("spouse cell 2", excluded)).toBeNull();
  });
});

describe("phone types that may get texts", () => {
  test.each([
    null,
    "",
    "Home",
    "HOME",
    "hone",
    "Cell",
    "cel",
    "Cellular",
    "Cellular-Jason",
    "Mobile",
    "mobile2",
    "Primary",
    "Phone",
    "Main",
    "wife's cell",
    "Mom",
    "husband",
    "texts ok",
    "text only",
    "Text first",
    "ok to text",
    "Cell works best",
    "after work cell",
    "Wilson cell",
    "Oldham",
    "Alice cell",
    "Quinn",
    "Buster's mom",
    "Baxter cell",
    "summer home",
  ])("%s", (type) => expect(excludedPhoneType(type, nobody)).toBeNull());
});
