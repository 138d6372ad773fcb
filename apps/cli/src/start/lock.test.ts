import { useTestDatabase } from "@vetsuccess/testing/database";
import { expect, test, vi } from "vitest";
import { AlreadyRunning, takeLock } from "./lock.ts";

const database = useTestDatabase();

test("a copy that runs refuses the next one at once, and says where it is", async () => {
  const lock = await takeLock(database.url);
  await lock.announce("http://127.0.0.1:3000");
  const onWait = vi.fn();
  const refusal = takeLock(database.url, onWait);
  await expect(refusal).rejects.toThrow(AlreadyRunning);
  await expect(refusal).rejects.toThrow("on these data: http://127.0.0.1:3000\nStop that copy first");
  expect(onWait).not.toHaveBeenCalled();
  await lock.release();
});

test("a copy that is stopping is waited for", async () => {
  const lock = await takeLock(database.url);
  await lock.announce("http://127.0.0.1:3000");
  await lock.announceStop();
  const onWait = vi.fn();
  const next = takeLock(database.url, onWait);
  await vi.waitFor(() => expect(onWait).toHaveBeenCalled());
  await lock.release();
  await (await next).release();
});

test("that it stops can be said when the database is gone already", async () => {
  const lock = await takeLock(database.url);
  await lock.release();
  await lock.announceStop();
});
