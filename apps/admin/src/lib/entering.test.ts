import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whenEntering } from "./entering.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<void>(() => {});

test("a page is entered as soon as its answer is there", async () => {
  await expect(whenEntering("enter", Promise.resolve())).resolves.toBeUndefined();
});

test.each(["enter", "preload"] as const)(
  "an answer that is long in coming is not waited for (%s)",
  async (cause) => {
    const entered = vi.fn<() => void>();
    void whenEntering(cause, never)?.then(entered);
    await vi.advanceTimersByTimeAsync(149);
    expect(entered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(entered).toHaveBeenCalledOnce();
  },
);

test("whoever stays on the page waits for nothing", () => {
  expect(whenEntering("stay", never)).toBeUndefined();
});
