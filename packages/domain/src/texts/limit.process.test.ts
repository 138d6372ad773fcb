import { useTestDatabase } from "@vetsuccess/testing/database";
import { accepted, elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, expect, test } from "vitest";
import { handleSendDueTexts } from "./handlers.ts";

const database = useTestDatabase();
beforeEach(() => resetSending(database));

/** The product's limit in small: its window is a minute. */
const limit = { calls: 30, windowMs: 4_000 };
const runsMs = 9_000;

/** Runs senders side by side on a backlog; the instants at which their calls arrived, in milliseconds. */
async function arrivalsOf(senders: number, runs = 1): Promise<number[]> {
  const arrivals: number[] = [];
  const answer = async () => {
    arrivals.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 5));
    return accepted;
  };
  for (let run = 0; run < runs; run += 1)
    await Promise.all(
      Array.from({ length: senders }, (_, at) => {
        const { deps } = testSender(database, answer, { workerId: `worker-${at}` });
        return handleSendDueTexts(deps, new AbortController().signal, { limit, runsMs: runsMs / runs });
      }),
    );
  return arrivals;
}

function mostInWindow(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + limit.windowMs).length),
  );
}

test.each([1, 2, 8])(
  "%i senders: never over the limit in any window, nearly all of it used (R5)",
  async (senders) => {
    await insertWaitingTexts(database.pool, { count: 400, sendAt: elevenInNewYork });
    const arrivals = await arrivalsOf(senders);
    expect(mostInWindow(arrivals)).toBeLessThanOrEqual(limit.calls);
    // Each place in the window is taken again as soon as it is free: how long it took, against how long it had to.
    const gaps = arrivals.slice(limit.calls).map((at, index) => at - (arrivals[index] ?? at));
    expect(gaps.length).toBeGreaterThanOrEqual(limit.calls);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(limit.windowMs / mean).toBeGreaterThanOrEqual(0.95);
  },
);

test("senders that end and start again keep to the limit all the same (R5)", async () => {
  await insertWaitingTexts(database.pool, { count: 400, sendAt: elevenInNewYork });
  const arrivals = await arrivalsOf(2, 6);
  expect(mostInWindow(arrivals)).toBeLessThanOrEqual(limit.calls);
  expect(arrivals.length).toBeGreaterThan(limit.calls);
});
