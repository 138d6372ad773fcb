import { afterEach, expect, test, vi } from "vitest";
import { readScope } from "./scope.ts";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["nothing was chosen", null, {}],
  ["a scheduler's practices", '{"scheduler":"Robin"}', { scheduler: "Robin" }],
  ["some practices", '{"practices":"1001,1002"}', { practices: "1001,1002" }],
  ["what was written is no JSON", "{", {}],
  ["what was written is something else", '{"practices":7,"scheduler":["Robin"]}', {}],
])("the practices that were chosen last: %s", (_, written, expected) => {
  vi.stubGlobal("localStorage", { getItem: () => written });
  expect(readScope()).toEqual(expected);
});

test("a device that keeps nothing shows all practices", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new Error("denied");
    },
  });
  expect(readScope()).toEqual({});
});
