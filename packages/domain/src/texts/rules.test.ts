import { describe, expect, test } from "vitest";
import type { SmsAnswer } from "./ports.ts";
import {
  afterCall,
  contextProblem,
  lookAgain,
  mayGoOut,
  nextDayTime,
  TextContext,
  type LateCheck,
  type PetNow,
  type TextNow,
} from "./rules.ts";

const noTypes: ReadonlySet<string> = new Set();
const number = "3035550101";

function client(change: Partial<NonNullable<TextNow["client"]>> = {}): NonNullable<TextNow["client"]> {
  const phones = [{ phoneId: "1", number, type: "Cell", isOptedOut: false }];
  return { clientId: "c", isPrimary: null, isUnsafe: false, phones, ...change };
}

function pet(patientId: string, change: Partial<PetNow> = {}): PetNow {
  return {
    patientId,
    name: "Rex",
    isOptedOut: false,
    isContactable: true,
    hasFinalOutcome: false,
    isOfClient: true,
    newestAppointment: null,
    reminders: [{ reminderId: "r", dateDue: "2026-04-22", description: null }],
    ...change,
  };
}

describe("looking again", () => {
  test.each<[string, TextNow, LateCheck]>([
    ["nothing changed", { client: client(), pets: [pet("a"), pet("b")] }, { leftOut: [] }],
    ["no pet is linked: the client decides", { client: client(), pets: [] }, { leftOut: [] }],
    ["the client is gone", { client: null, pets: [pet("a")] }, { cancel: "NOT_CONTACTABLE" }],
    ["the phone is gone", { client: client({ phones: [] }), pets: [pet("a")] }, { cancel: "PHONE_CHANGED" }],
    ["the client is unsafe", { client: client({ isUnsafe: true }), pets: [] }, { cancel: "OPTED_OUT" }],
    [
      "the number is opted out",
      {
        client: client({ phones: [{ phoneId: "1", number, type: null, isOptedOut: true }] }),
        pets: [pet("a")],
      },
      { cancel: "OPTED_OUT" },
    ],
    [
      "the phone's type forbids it now",
      { client: client({ phones: [{ phoneId: "1", number, type: "fax", isOptedOut: false }] }), pets: [] },
      { cancel: "PHONE_CHANGED" },
    ],
    [
      "one of two pets died",
      { client: client(), pets: [pet("a", { isContactable: false }), pet("b")] },
      { leftOut: [{ patientId: "a", reason: "NOT_CONTACTABLE" }] },
    ],
    [
      "both pets are out: the first reason stands",
      { client: client(), pets: [pet("a", { isOptedOut: true }), pet("b", { hasFinalOutcome: true })] },
      { cancel: "OPTED_OUT" },
    ],
    [
      "an appointment two weeks before the due date",
      { client: client(), pets: [pet("a", { newestAppointment: "2026-04-08" })] },
      { cancel: "APPOINTMENT_EXISTS" },
    ],
    [
      "an appointment a day earlier than that",
      { client: client(), pets: [pet("a", { newestAppointment: "2026-04-07" })] },
      { leftOut: [] },
    ],
    [
      "a pet of somebody else now",
      { client: client(), pets: [pet("a", { isOfClient: false })] },
      { cancel: "NOT_CONTACTABLE" },
    ],
    [
      "no reminder is left",
      { client: client(), pets: [pet("a", { reminders: [] })] },
      { cancel: "NOT_CONTACTABLE" },
    ],
  ])("%s", (_name, now, expected) => {
    expect(lookAgain(now, noTypes)).toEqual(expected);
  });

  test("a phone type that an admin excludes", () => {
    expect(lookAgain({ client: client(), pets: [] }, new Set(["cell"]))).toEqual({ cancel: "PHONE_CHANGED" });
  });
});

describe("after a call", () => {
  const now = new Date("2026-06-10T15:00:00Z");
  const none = { httpStatus: null, response: null, error: "why" };
  const ends = { ends: true, errorMessage: "why" };
  test.each<[string, SmsAnswer, number, object]>([
    [
      "accepted",
      { ...none, result: "ACCEPTED", providerId: null },
      0,
      { ends: true, status: "SENT", errorCode: null },
    ],
    [
      "rate limited",
      { ...none, result: "RATE_LIMITED", retryAfterMs: 30_000 },
      0,
      { ends: false, sendAt: new Date("2026-06-10T15:00:30Z") },
    ],
    [
      "refused as a stranger",
      { ...none, result: "AUTH_FAILED" },
      0,
      { ...ends, status: "ERROR", errorCode: "AUTH_FAILED" },
    ],
    ["rejected", { ...none, result: "REJECTED" }, 0, { ...ends, status: "ERROR", errorCode: "REJECTED" }],
    [
      "not reached, first time",
      { ...none, result: "NOT_SENT" },
      1,
      { ends: false, sendAt: new Date("2026-06-10T15:01:00Z") },
    ],
    [
      "not reached, fourth time",
      { ...none, result: "NOT_SENT" },
      4,
      { ends: false, sendAt: new Date("2026-06-10T16:00:00Z") },
    ],
    [
      "not reached, fifth time",
      { ...none, result: "NOT_SENT" },
      5,
      { ...ends, status: "ERROR", errorCode: "NOT_REACHED" },
    ],
    [
      "late",
      { ...none, result: "UNKNOWN", cause: "TIMED_OUT" },
      0,
      { ...ends, status: "UNKNOWN", errorCode: "TIMED_OUT" },
    ],
  ])("%s", (_name, answer, unreached, expected) => {
    expect(afterCall(answer, now, unreached)).toMatchObject(expected);
  });
});

test.each<[string, string, string | null, boolean]>([
  ["a working day at eleven", "2026-06-10T15:00:00Z", "America/New_York", true],
  ["before eight in Hawaii", "2026-06-10T15:00:00Z", "Pacific/Honolulu", false],
  ["Friday evening in UTC, working hours in Hawaii", "2026-06-13T01:00:00Z", "Pacific/Honolulu", true],
  ["Saturday", "2026-06-13T15:00:00Z", "America/New_York", false],
  ["Independence Day, observed", "2026-07-03T15:00:00Z", "America/New_York", false],
  ["no zone: too early for Hawaii", "2026-06-10T15:00:00Z", null, false],
  ["no zone: an hour that suits all", "2026-06-10T18:00:00Z", null, true],
])("may go out: %s", (_name, now, zone, expected) => {
  expect(mayGoOut(new Date(now), zone)).toBe(expected);
});

test.each<[string, string, string, string]>([
  ["the next day at eleven in New York", "2026-06-10T15:00:00Z", "America/New_York", "2026-06-11T15:00:00Z"],
  ["Monday after Friday", "2026-06-12T22:00:00Z", "America/New_York", "2026-06-15T15:00:00Z"],
  ["over a holiday", "2026-07-02T15:00:00Z", "America/New_York", "2026-07-06T15:00:00Z"],
  ["at eight in Hawaii", "2026-06-10T19:00:00Z", "Pacific/Honolulu", "2026-06-11T18:00:00Z"],
])("another day: %s", (_name, now, zone, expected) => {
  expect(nextDayTime(new Date(now), zone)).toEqual(new Date(expected));
});

test.each<[string, unknown, string]>([
  ["null", null, "context: "],
  ["no text", { number_to: number, practice_id: "p", text: " " }, "text: "],
  [
    "a number of a service",
    { number_to: "9115550101", practice_id: "p", text: "x" },
    "number_to: is no US number",
  ],
])("a context that is wrong is named without its values: %s", (_name, context, expected) => {
  const parsed = TextContext.safeParse(context);
  if (parsed.success) throw new Error("it should be wrong");
  expect(contextProblem(parsed.error)).toContain(expected);
  expect(contextProblem(parsed.error)).not.toContain("911");
});
