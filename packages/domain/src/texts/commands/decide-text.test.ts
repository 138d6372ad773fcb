import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, listTexts, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { handleSendDueTexts } from "../handlers.ts";
import { getText } from "../queries/get-text.ts";
import { decideText } from "./decide-text.ts";

const database = useTestDatabase();
const admin = systemActor("admin");
const reason = "the provider's log shows it";
let uuid = "";

/** One text of which nobody knows whether it went out. */
beforeEach(async () => {
  await resetSending(database);
  await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
  const unknown = {
    result: "UNKNOWN",
    cause: "TIMED_OUT",
    error: "no answer",
    httpStatus: null,
    response: null,
  } as const;
  const { deps } = testSender(database, () => unknown);
  await handleSendDueTexts(deps, new AbortController().signal);
  const { rows } = await database.pool.query<{ uuid: string }>("select uuid::text from apps_smshistory");
  uuid = rows[0]?.uuid ?? "";
});
const decide = (decision: "SENT" | "NOT_SENT", actor = admin) =>
  decideText(testSender(database).deps, actor, { uuid, decision, reason });

test("a text that went out is SENT, at the time of its call", async () => {
  await decide("SENT");
  const { rows } = await database.pool.query<{ started_at: Date }>("select started_at from apps_smsattempt");
  expect(await listTexts(database)).toMatchObject([
    { status: "SENT", event: null, error_code: null, sent_at: rows[0]?.started_at },
  ]);
});

test("a text that did not go out waits for the next working day, and is sent then, once", async () => {
  await decide("NOT_SENT");
  expect(await listTexts(database)).toMatchObject([
    { status: "PENDING", event: "PENDING", send_at: new Date("2026-06-11T15:00:00Z") },
  ]);
  const { deps, sent } = testSender(database, undefined, { now: new Date("2026-06-11T15:00:00Z") });
  await handleSendDueTexts(deps, new AbortController().signal);
  await handleSendDueTexts(deps, new AbortController().signal);
  expect(sent).toHaveLength(1);
  expect(await listTexts(database)).toMatchObject([{ status: "SENT" }]);
});

test("it is decided once, with a trace of who and why", async () => {
  await decide("SENT");
  await expect(decide("NOT_SENT")).rejects.toMatchObject({ code: "CONFLICT" });
  const { rows } = await database.pool.query(
    "select action, actor_id, changes from apps_auditevent where entity_id = $1",
    [uuid],
  );
  expect(rows).toEqual([
    {
      action: "texts.decide",
      actor_id: "admin",
      changes: {
        status: { before: "UNKNOWN", after: "SENT" },
        reason: { before: null, after: reason },
      },
    },
  ]);
});

test("what was decided, by whom and why is among what happened to the text", async () => {
  await decide("NOT_SENT");
  const { decisions } = await getText(testSender(database).deps, admin, { uuid });
  expect(decisions).toEqual([{ at: expect.any(Date) as Date, by: "admin", decision: "NOT_SENT", reason }]);
});

test("two who decide at once: one of them is told", async () => {
  const both = await Promise.allSettled([decide("SENT"), decide("NOT_SENT")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a text of another practice is not found", async () => {
  await expect(decide("SENT", { ...admin, practiceIds: ["elsewhere"] })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
