import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { previewPlan, requestPlan } from "../../outreach/commands.ts";
import { deliverNow, pauseSending, resumeSending } from "./control-sending.ts";

const database = useTestDatabase();
const manager = systemActor("manager");
const limited = { ...manager, practiceIds: ["elsewhere"] };
const day = "2026-06-10";
const deps = () => testSender(database, undefined, { settings: { isSandbox: true } }).deps;
const audited = async () =>
  (
    await database.pool.query<{ action: string }>(
      "select action from apps_auditevent order by id desc limit 1",
    )
  ).rows[0]?.action;

beforeEach(async () => {
  await resetSending(database);
  await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork, ignoresHours: false });
});

test("those who are limited to some practices neither hold nor release the texts of all", async () => {
  const refused = { code: "NOT_ALLOWED" };
  await expect(pauseSending(deps(), limited, { detail: "lunch" })).rejects.toMatchObject(refused);
  await expect(resumeSending(deps(), limited)).rejects.toMatchObject(refused);
});

test("a practice outside one's own is not planned, previewed or delivered for", async () => {
  const notFound = { code: "NOT_FOUND" };
  await expect(requestPlan(deps(), limited, { practiceId, day })).rejects.toMatchObject(notFound);
  const preview = previewPlan(deps(), { practiceId, day }, { actor: limited });
  await expect(preview).rejects.toMatchObject(notFound);
  await expect(deliverNow(deps(), limited, { practiceId })).rejects.toMatchObject(notFound);
  expect(await deliverNow(deps(), limited, {})).toEqual({ texts: 0 });
  expect(await deliverNow(deps(), manager, {})).toEqual({ texts: 2 });
});

test("each of these deeds leaves a trace", async () => {
  await pauseSending(deps(), manager, { detail: "lunch" });
  expect(await audited()).toBe("sending.pause");
  await resumeSending(deps(), manager);
  expect(await audited()).toBe("sending.resume");
  await deliverNow(deps(), manager, { practiceId });
  expect(await audited()).toBe("texts.deliverNow");
  await requestPlan(deps(), manager, { practiceId, day });
  expect(await audited()).toBe("outreach.plan");
});
