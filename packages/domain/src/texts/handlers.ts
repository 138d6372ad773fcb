import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { SendingDeps } from "../deps.ts";
import { claimText, type Claim, type ClaimedText, type SendingLimit } from "./commands/claim-text.ts";
import { recordAnswer, withdrawClaim } from "./commands/record-answer.ts";

/** Calls of one sender that may run at the same time. */
const maxRunningCalls = 8;
/** A sender ends after this; the next tick of the scheduler starts one again. */
const senderRunsMs = 55_000;
/** A claim this old is not acted on any more: the process stood still, and what was checked may not hold. */
const claimGoesStaleMs = 10_000;
/** Between two tries while the database does not answer. */
const databaseRetryMs = 500;

interface SenderOptions {
  limit?: SendingLimit;
  runsMs?: number;
}

/**
 * Sends what is due, oldest first, until nothing is, the signal comes or about a minute is over. Any number of senders in
 * any number of workers keep to one limit together. What was claimed is sent and recorded before it returns.
 */
export async function handleSendDueTexts(
  deps: SendingDeps,
  signal: AbortSignal,
  options: SenderOptions = {},
): Promise<void> {
  if (!deps.settings.isSmsSendingEnabled) return;
  const limit = options.limit ?? { calls: deps.settings.smsLimitPerMinute, windowMs: 60_000 };
  const endsAt = performance.now() + (options.runsMs ?? senderRunsMs);
  const calls = new RunningCalls();
  let unreachedInARow = 0;

  while (!signal.aborted && performance.now() < endsAt) {
    if (calls.count >= maxRunningCalls) {
      await calls.oneEnds();
      continue;
    }
    const claim = await claimSurely(deps, limit);
    if (claim.kind === "CLAIMED") {
      calls.start(async () => {
        const result = await sendText(deps, claim.text, claim.at);
        unreachedInARow = result === "NOT_SENT" ? unreachedInARow + 1 : 0;
      });
      // A provider that cannot be reached is not hammered with the whole backlog.
      if (unreachedInARow > 0) await pause(Math.min(1000 * unreachedInARow, 10_000), signal);
    } else if (claim.kind === "FULL")
      await pause(Math.min(claim.retryInMs, endsAt - performance.now()), signal);
    else if (claim.kind === "NOTHING") {
      if (calls.count === 0) break;
      await calls.oneEnds();
    }
  }
  await calls.allEnd();
}

/** Calls of the provider that this sender has started and not yet recorded. */
class RunningCalls {
  readonly #running = new Set<Promise<void>>();

  get count(): number {
    return this.#running.size;
  }

  start(call: () => Promise<void>): void {
    const running = call().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async oneEnds(): Promise<void> {
    await Promise.race(this.#running);
  }

  async allEnd(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** A claim that certainly is one: when the connection is lost on commit, whatever was committed is taken back. */
async function claimSurely(deps: SendingDeps, limit: SendingLimit): Promise<Claim & { at: number }> {
  const attemptId = randomUUID();
  const at = performance.now();
  try {
    return { ...(await claimText(deps, attemptId, limit)), at };
  } catch (error) {
    deps.log.warn({ attemptId, error: nameOf(error) }, "claim failed");
    await untilDone(deps, () => withdrawClaim(deps, attemptId));
    return { kind: "SETTLED", at };
  }
}

/** Calls the provider for a claimed text and records the answer, however long the database takes to hear of it. */
async function sendText(deps: SendingDeps, text: ClaimedText, claimedAt: number): Promise<string> {
  if (performance.now() - claimedAt > claimGoesStaleMs) {
    await untilDone(deps, () => withdrawClaim(deps, text.attemptId));
    return "WITHDRAWN";
  }
  const answer = await deps.sms.send(text.message);
  await untilDone(deps, () => recordAnswer(deps, text, answer));
  return answer.result;
}

async function untilDone(deps: SendingDeps, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      deps.log.warn({ error: nameOf(error) }, "the database did not take a result: trying again");
      await sleep(databaseRetryMs);
    }
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);

/** Waits, or returns early when the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(ms, 1), undefined, { signal }).catch(() => undefined);
}
