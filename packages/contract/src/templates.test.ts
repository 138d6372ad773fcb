import { describe, expect, test } from "vitest";
import { templateProblem, TemplateText } from "./templates.ts";

describe("a template that is saved", () => {
  test.each([
    ["Hi {your_pets}", null],
    ["No variables at all", null],
    ["Literal {{braces}} and {your_pets}", null],
    ["Hi {name}", "{name} is not a variable of a template"],
    ["Hi {}", 'a brace "{" stands alone'],
    ["Hi {", 'a brace "{" stands alone'],
    ["Hi }", 'a brace "}" stands alone'],
    ["{scheduler.name}", 'a brace "{" stands alone'],
    ["{scheduler!r}", 'a brace "{" stands alone'],
    ["{ link }", 'a brace "{" stands alone'],
    ["{constructor}", "{constructor} is not a variable of a template"],
  ])("%s", (template, problem) => {
    expect(templateProblem(template)).toBe(problem);
    expect(TemplateText.safeParse(`${template} STOP`).error?.issues[0]?.message).toBe(problem ?? undefined);
  });

  test.each([[""], ["   "], ["x".repeat(1001)]])("is neither empty nor endless", (template) =>
    expect(TemplateText.safeParse(template).success).toBe(false),
  );

  test.each(["Hi", "Reply stop to end", "STOPPING", "non-stop care"])(
    "%s does not say how to opt out",
    (template) =>
      expect(TemplateText.safeParse(template).error?.issues[0]?.message).toBe(
        'must say how to opt out: "Reply STOP to opt out."',
      ),
  );
});
