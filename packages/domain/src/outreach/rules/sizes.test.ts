import { expect, test } from "vitest";
import { sizeOf } from "./sizes.ts";

test.each([
  ["nothing is a segment too", "", "GSM-7", 1, 160],
  ["160 characters fit one segment", "a".repeat(160), "GSM-7", 1, 0],
  ["161 take two of 153", "a".repeat(161), "GSM-7", 2, 306 - 161],
  ["307 take three", "a".repeat(307), "GSM-7", 3, 459 - 307],
  ["a euro sign counts twice", "€".repeat(80), "GSM-7", 1, 0],
  ["one foreign character makes it UCS-2", `${"a".repeat(69)}ł`, "UCS-2", 1, 0],
  ["71 of these take two of 67", `${"a".repeat(70)}ł`, "UCS-2", 2, 134 - 71],
])("%s", (_, text, encoding, segments, room) => {
  expect(sizeOf(text)).toMatchObject({ encoding, segments, room });
});
