import { describe, expect, test } from "vitest";
import type { MailAnswer } from "../../mails/ports.ts";
import { cannotSendAgain, type UpdateState } from "./again.ts";
import { afterAttempt, deliveryOf, expectsFiles } from "./outcome.ts";

const answer = (result: MailAnswer["result"], more: object = {}) =>
  ({ result, httpStatus: null, error: "why", ...more }) as MailAnswer;
const minutes = (count: number) => count * 60_000;

test.each<[string, MailAnswer, number, string, number?]>([
  ["accepted is the end", answer("ACCEPTED"), 1, "SENT"],
  ["unknown is never tried again", answer("UNKNOWN"), 1, "UNKNOWN"],
  ["a refusal of the mail is for good", answer("REJECTED"), 1, "ERROR"],
  ["not reached: again after a minute", answer("NOT_SENT"), 1, "PENDING", minutes(1)],
  ["a second time: after five", answer("NOT_SENT"), 2, "PENDING", minutes(5)],
  ["a third time: after twenty-five", answer("AUTH_FAILED"), 3, "PENDING", minutes(25)],
  ["the fourth try was the last", answer("NOT_SENT"), 4, "ERROR"],
  [
    "a longer pause that was asked for is kept",
    answer("RATE_LIMITED", { retryAfterMs: minutes(9) }),
    1,
    "PENDING",
    minutes(9),
  ],
  ["a shorter one is not", answer("RATE_LIMITED", { retryAfterMs: 1 }), 2, "PENDING", minutes(5)],
])("%s", (_name, given, tries, status, pauseMs) => {
  expect(afterAttempt(given, tries)).toMatchObject(pauseMs === undefined ? { status } : { status, pauseMs });
});

describe("delivery", () => {
  const at = (minute: number) => new Date(minutes(minute));
  const report = (kind: string, minute: number, address = "desk@example.com") => ({
    kind,
    at: at(minute),
    address,
  });
  test.each<[string, ReturnType<typeof report>[], string | undefined]>([
    ["nothing reported", [], undefined],
    ["processed says nothing yet", [report("processed", 1)], undefined],
    ["delivered", [report("processed", 1), report("delivered", 2)], "DELIVERED"],
    ["deferred, then delivered", [report("deferred", 1), report("delivered", 2)], "DELIVERED"],
    ["deferred alone", [report("deferred", 1)], "DEFERRED"],
    ["accepted by the server, then sent back", [report("delivered", 1), report("bounce", 2)], "BOUNCED"],
    ["out of order", [report("bounce", 2), report("delivered", 1)], "BOUNCED"],
    ["dropped", [report("dropped", 1)], "DROPPED"],
    [
      "a bounce of somebody in copy",
      [report("delivered", 1), report("bounce", 2, "RDO@example.com")],
      "DELIVERED",
    ],
    ["a redirected mail", [report("delivered", 1, "debug@example.com")], "DELIVERED"],
  ])("%s", (_name, reports, state) => {
    expect(deliveryOf(reports, ["rdo@example.com"])?.delivery).toBe(state);
  });
});

test.each<[boolean[], boolean]>([
  [[], false],
  [[true, true], false],
  [[true, true, true], true],
  [[false, false, true, true, true], true],
  [[false, false, false, true, true, true], false],
])("files are expected after %j: %s", (hadFiles, expected) => expect(expectsFiles(hadFiles)).toBe(expected));

test.each<[Partial<UpdateState>, boolean]>([
  [{ status: "ERROR" }, true],
  [{ status: "UNKNOWN" }, true],
  [{ status: "NO_FILES" }, true],
  [{ status: "CANCELED" }, true],
  [{ status: "SENT", delivery: "BOUNCED" }, true],
  [{ status: "SENT", delivery: "DROPPED" }, true],
  [{ status: "SENT" }, false],
  [{ status: "SENT", delivery: "DELIVERED" }, false],
  [{ status: "PENDING" }, false],
  [{ status: "ERROR", isSending: true }, false],
])("%o can be sent again: %s", (state, can) => {
  const full = { status: "ERROR", delivery: null, isSending: false, ...state } as const;
  expect(cannotSendAgain(full) === null).toBe(can);
});
