import { expect, test } from "vitest";
import { auditDefaults, auditFilter, auditInput, AuditSearch } from "./search.ts";

test("an empty address is the newest page of everything", () => {
  expect(auditInput(AuditSearch.parse({}))).toEqual({ offset: 0, limit: 25 });
});

test("what makes no sense counts as absent", () => {
  expect(AuditSearch.parse({ from: "yesterday", page: "many", actor: "x".repeat(99) })).toEqual(
    auditDefaults,
  );
});

test("a day is there from its first instant to its last, by the viewer's clock", () => {
  const { from, through } = auditFilter(AuditSearch.parse({ from: "2026-11-24", through: "2026-11-24" }));
  expect([from?.getHours(), from?.getDate()]).toEqual([0, 24]);
  expect((through?.getTime() ?? 0) - (from?.getTime() ?? 0)).toBe(86_400_000 - 1);
});
