import type { LiveChange } from "@vetsuccess/contract/live";
import { expect, test } from "vitest";
import { isConcerned } from "./live.ts";

const change = (given: Partial<LiveChange>): LiveChange => ({
  kind: "changed",
  topic: "texts",
  practiceIds: ["p-1"],
  clientIds: ["c-1"],
  ids: null,
  ...given,
});
const key = (name: string, input?: object) => [name.split("."), { input, type: "query" }];

test.each([
  ["a list of texts", key("texts.list", { search: "x" }), change({}), true],
  ["the client it went to", key("clients.get", { clientId: "c-1" }), change({}), true],
  ["another client", key("clients.get", { clientId: "c-2" }), change({}), false],
  [
    "any client, when it says none",
    key("clients.get", { clientId: "c-2" }),
    change({ clientIds: null }),
    true,
  ],
  ["texts of another practice", key("texts.list", { practiceId: "p-2" }), change({}), false],
  ["the whole of a router", key("outreach.preview", {}), change({ topic: "practices" }), true],
  [
    "whether a practice's workbook goes along",
    key("emailUpdates.previewWorkbook", { practiceId: "p-1" }),
    change({ topic: "practices" }),
    true,
  ],
  ["what is ready, as answers are", key("practices.readiness"), change({ topic: "questions" }), true],
  ["what has nothing to do with it", key("account.get"), change({}), false],
  ["a name that merely begins alike", key("textsOfOthers.list"), change({}), false],
])("a change concerns, or not: %s", (_name, queryKey, changed, expected) => {
  expect(isConcerned(queryKey, changed)).toBe(expected);
});
