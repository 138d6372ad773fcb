import { expect, test } from "vitest";
import { stateOf } from "./words.ts";

test("a mail on its way is sending, any other has the word of its status", () => {
  expect(stateOf({ status: "PENDING", isSending: true }).label).toBe("Sending");
  expect(stateOf({ status: "PENDING", isSending: false }).label).toBe("Waiting");
  expect(stateOf({ status: "UNKNOWN", isSending: false }).label).toBe("Unknown");
});
