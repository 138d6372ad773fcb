import { expect, test } from "vitest";
import { paths, phonePageUrl } from "./paths.ts";

test("the addresses of the screens are kept, for they are bookmarked", () => {
  expect(paths).toEqual({ outreach: "/outreach" });
});

test("a number's conversation has an address on the pretend phone", () => {
  expect(phonePageUrl("http://127.0.0.1:4010", "5550101234")).toBe("http://127.0.0.1:4010/#%2B15550101234");
  expect(phonePageUrl("http://127.0.0.1:4010", null)).toBe("http://127.0.0.1:4010");
});
