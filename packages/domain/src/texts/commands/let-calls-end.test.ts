import { setTimeout as sleep } from "node:timers/promises";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { accepted, elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import { updateClient, type ClientUpdate } from "../../clients/commands/update-client.ts";
import { systemActor } from "../../deps.ts";
import { beat } from "../../jobs/commands.ts";
import { handleSendDueTexts } from "../handlers.ts";

const database = useTestDatabase();
const agent = systemActor("agent@example.com");
const signal = new AbortController().signal;

beforeEach(() => resetSending(database));

const worker = (id: string) => ({ id, host: "test", pid: 1, version: "1", queues: [], pools: [] });
/** E.164 */
const acceptedFor = (at: number) => `+1${numberOf(at)}`;

/** A sender whose calls take a while; notes when the provider accepts a number. */
function slowSender(callMs: () => number, onCall: (numberTo: string) => void = () => undefined) {
  const acceptedAt = new Map<string, number>();
  const { deps } = testSender(database, async ({ numberTo }) => {
    onCall(numberTo);
    await sleep(callMs());
    acceptedAt.set(numberTo, performance.now());
    return accepted;
  });
  return { deps, acceptedAt };
}

const optOut = async (at: number, change: Partial<ClientUpdate>) => {
  const { deps } = testSender(database);
  await updateClient(deps, agent, { clientId: `client-${at}`, version: null, ...change });
  return performance.now();
};
const optOutPet = (at: number) => optOut(at, { patients: [{ oduId: `pet-${at}`, optOut: true }] });
const optOutNumber = (at: number) => optOut(at, { phone: { oduId: `phone-${at}`, isOptedOut: true } });

test("opted out at any instant while texts go out: nothing is accepted after it is committed (R3)", async () => {
  const count = 48;
  await insertWaitingTexts(database.pool, { count, sendAt: elevenInNewYork });
  const optedOut: Promise<[number, number]>[] = [];
  const optOutSoon = async (at: number): Promise<[number, number]> => {
    await sleep(Math.random() * 200);
    return [at, await (at % 2 === 0 ? optOutPet(at) : optOutNumber(at))];
  };
  // One third is opted out around its own call, one whenever it comes, one never.
  const { deps, acceptedAt } = slowSender(
    () => 5 + Math.random() * 600,
    (numberTo) => {
      const at = Number(numberTo) - Number(acceptedFor(0));
      if (at % 3 === 0) optedOut.push(optOutSoon(at));
    },
  );
  await beat(deps, worker(deps.workerId));
  const sending = Promise.all([handleSendDueTexts(deps, signal), handleSendDueTexts(deps, signal)]);
  for (let at = 1; at <= count; at += 3) {
    const one = optOutSoon(at);
    optedOut.push(one);
    await one;
  }
  await sending;

  const late = (await Promise.all(optedOut)).filter(
    ([at, since]) => (acceptedAt.get(acceptedFor(at)) ?? 0) > since,
  );
  expect(late).toEqual([]);
  expect(optedOut).toHaveLength((2 * count) / 3);
});

describe("a text that is being sent while its recipient is opted out", () => {
  test("is waited for, while the texts of others go on", async () => {
    await insertWaitingTexts(database.pool, { count: 3, sendAt: elevenInNewYork });
    const { deps, acceptedAt } = slowSender(() => (acceptedAt.size === 0 ? 400 : 0));
    await beat(deps, worker(deps.workerId));
    const sending = handleSendDueTexts(deps, signal);
    await expect.poll(() => database.db.smsAttempt.count(), { interval: 5 }).toBeGreaterThan(0);
    const since = await optOutPet(1);
    expect(acceptedAt.get(acceptedFor(1))).toBeLessThan(since);
    await sending;
    expect(acceptedAt.size).toBe(3);
  });

  test("is not waited for when its worker is dead", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query(`
      insert into apps_smsattempt (sms_history_id, worker_id, number_to, local_day)
      select uuid, 'dead', '+13032000001', current_date from apps_smshistory`);
    const since = performance.now();
    expect((await optOutPet(1)) - since).toBeLessThan(5_000);
  });
});
