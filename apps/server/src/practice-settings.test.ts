import { tmpdir } from "node:os";
import { emptySettings, type PracticeSettings } from "@vetsuccess/contract/practices";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
/** Settings with which e-mail updates may be on, and a launch. */
const complete: PracticeSettings = {
  ...emptySettings,
  isEmailUpdatesEnabled: true,
  email: "willow@example.com",
  launchDate: "2026-07-01",
  startDateForLaunch: "2026-01-01",
  endDateForLaunch: "2026-04-01",
};
let app: FastifyInstance;

beforeAll(async () => {
  await center.reset();
  const { deps } = testSender(database);
  app = await buildServer(deps, { log: createLog("silent"), adminDir: tmpdir(), migrations: [] });
});
afterAll(() => app.close());

async function save(role: "admin" | "manager", change: Partial<PracticeSettings>) {
  const { headers } = await signInAs(testSender(database).deps, role);
  const { version } = await database.db.practiceSettings.findUniqueOrThrow({ where: { practiceId: "p-1" } });
  const answer = await app.inject({
    method: "POST",
    url: "/trpc/practices.updateSettings",
    headers,
    payload: { json: { practiceId: "p-1", version, settings: { ...complete, ...change } } },
  });
  return { status: answer.statusCode, body: answer.json<object>() };
}
const written = async () => {
  const { rows } = await database.pool.query<{ row: string }>(
    `select to_jsonb(settings)::text as row from apps_practicesettings as settings where practice_id = 'p-1'
    union all select count(*)::text from apps_auditevent where entity = 'PracticeSettings'`,
  );
  return rows;
};

test.each<[string, Partial<PracticeSettings>, string]>([
  ["SMS without a sender", { isSmsMailingEnabled: true, smsSendersPhone: "" }, "smsSendersPhone"],
  ["SMS without a link", { isSmsMailingEnabled: true, smsLink: "" }, "smsLink"],
  ["e-mail updates without an address", { email: "" }, "email"],
  ["an end without a start", { startDateForLaunch: null }, "startDateForLaunch"],
  ["a start on the end", { startDateForLaunch: "2026-04-01" }, "endDateForLaunch"],
  ["a start seven weeks before the launch", { launchDate: "2026-02-19" }, "startDateForLaunch"],
])("settings over HTTP are refused at their field, and nothing is written: %s", async (_, change, field) => {
  const before = await written();
  const { status, body } = await save("admin", change);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain(`"settings.${field}"`);
  expect(await written()).toEqual(before);
});

test("settings over HTTP are an administrator's to change, with a row in the trail", async () => {
  const before = await written();
  expect(await save("manager", {})).toMatchObject({ status: 403 });
  expect(await written()).toEqual(before);
  expect(await save("admin", {})).toMatchObject({ status: 200 });
  const trail = await database.db.auditEvent.findMany({ where: { entity: "PracticeSettings" } });
  expect(trail).toMatchObject([{ action: "practices.updateSettings", entityId: "p-1" }]);
});
