import { expect, test } from "vitest";
import { nounOf, verbOf, words } from "./actions.ts";

test.each([
  ["texts.deliverNow", "Texts", "deliver now"],
  ["apiKeys.create", "API keys", "create"],
  ["users.resetSecondFactor", "Users", "reset second factor"],
  ["access.denied", "Access", "denied"],
  ["launch", "Launch", ""],
])("%s is about %s: %s", (action, noun, verb) => {
  expect([nounOf(action), verbOf(action)]).toEqual([noun, verb]);
});

test("a field's name is read as words", () => {
  expect(words("isActive")).toBe("Is active");
  expect(words("practiceIds")).toBe("Practice ids");
});
