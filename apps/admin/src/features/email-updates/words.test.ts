import { expect, test } from "vitest";
import { fileSize, runAgainWords, stateOf } from "./words.ts";

test("a mail on its way is sending, any other has the word of its status", () => {
  expect(stateOf({ status: "PENDING", isSending: true }).label).toBe("Sending");
  expect(stateOf({ status: "PENDING", isSending: false }).label).toBe("Waiting");
  expect(stateOf({ status: "UNKNOWN", isSending: false }).label).toBe("Unknown");
});

test("what was sent, or may have been, is never tried when the day is run again", () => {
  expect(runAgainWords({ SENT: 3, UNKNOWN: 1, ERROR: 2, NO_FILES: 1 })).toEqual({ kept: 4, tried: 3 });
  expect(runAgainWords({})).toEqual({ kept: 0, tried: 0 });
});

test.each([
  [12, "1 kB"],
  [820_400, "820 kB"],
  [999_600, "1.0 MB"],
  [1_420_000, "1.4 MB"],
])("%d bytes are %s", (bytes, words) => expect(fileSize(bytes)).toBe(words));
