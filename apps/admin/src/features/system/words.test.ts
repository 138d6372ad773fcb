import type { SystemState } from "@vetsuccess/contract/system";
import { expect, test } from "vitest";
import { ageWords, healthOf, sizeWords } from "./words.ts";

const now = new Date("2026-11-24T15:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const queue = {
  queue: "sms",
  running: 0,
  due: 0,
  waiting: 0,
  trouble: 0,
  dueSince: null,
  pause: null,
} as const;
const well: SystemState = {
  version: "1",
  database: { version: "18", sizeBytes: 1, connections: 1, newestMigration: null, migrations: 0 },
  workers: [
    { id: "w", host: "h", version: "1", queues: [], startedAt: now, heartbeatAt: now, isAlive: true },
  ],
  sending: {
    isSendingEnabled: true,
    isSandbox: true,
    sandboxPhoneUrl: null,
    isInsideSendingHours: true,
    limitPerMinute: 100,
    usedInLastMinute: 0,
    due: 0,
    waiting: 0,
    pauses: [],
  },
  queues: [queue],
  servers: [],
};

test("all is well when nothing is found", () => {
  expect(healthOf(well, now)).toEqual([{ tone: "good", words: "Everything is as it should be." }]);
});

test.each<[string, Partial<SystemState>, string]>([
  ["no worker", { workers: [] }, "No worker is alive"],
  ["a queue that is late", { queues: [{ ...queue, due: 1, dueSince: ago(600) }] }, "10 min late"],
  ["a queue in trouble", { queues: [{ ...queue, trouble: 2 }] }, "2 jobs in trouble"],
  [
    "a paused queue",
    { queues: [{ ...queue, pause: { detail: "a look first", startedAt: now, startedBy: "ann" } }] },
    "is paused: a look first",
  ],
  ["sending off", { sending: { ...well.sending, isSendingEnabled: false } }, "SEND_DIALPAD_SMS"],
  [
    "stale data",
    { servers: [{ serverId: "1", name: null, practices: 1, updatedAt: null, isStale: true }] },
    "1 server is older than 36 hours",
  ],
])("%s is said", (_, part, expected) => {
  expect(healthOf({ ...well, ...part }, now)[0]?.words).toContain(expected);
});

test("what is bad comes first", () => {
  const state = { ...well, workers: [], sending: { ...well.sending, isSendingEnabled: false } };
  expect(healthOf(state, now).map(({ tone }) => tone)).toEqual(["bad", "warn"]);
});

test("ages and sizes are short", () => {
  expect([5, 300, 7_200, 400_000].map((seconds) => ageWords(ago(seconds), now))).toEqual([
    "5 s",
    "5 min",
    "2 h",
    "5 days",
  ]);
  expect([sizeWords(5 * 1024 ** 2), sizeWords(3.5 * 1024 ** 3)]).toEqual(["5 MB", "3.5 GB"]);
});
