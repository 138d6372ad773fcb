import { describe, expect, test } from "vitest";
import { defaultTexts, fillTemplate, matchTemplate, templateProblem, TemplateText } from "./templates.ts";

const values = {
  scheduler: "Robin",
  practice_name: "Willow Vets",
  your_pets_capitalized: "Your pets",
  your_pets: "your pets",
  be_verb: "are",
  practice_phone_number: "202-555-0111",
  link: "https://book.example.com",
};

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
    expect(TemplateText.safeParse(template).error?.issues[0]?.message).toBe(problem ?? undefined);
  });

  test.each([[""], ["   "], ["x".repeat(1001)]])("is neither empty nor endless", (template) =>
    expect(TemplateText.safeParse(template).success).toBe(false),
  );
});

describe("filling in", () => {
  test("puts every value in its place, more than once if asked", () =>
    expect(fillTemplate("{scheduler}|{practice_name}|{be_verb}|{link}|{link}", values)).toBe(
      "Robin|Willow Vets|are|https://book.example.com|https://book.example.com",
    ));
  test("keeps doubled braces as one", () => expect(fillTemplate("{{x}} {be_verb}", values)).toBe("{x} are"));
  test("leaves braces and patterns of a value alone", () =>
    expect(
      fillTemplate("{your_pets} {link}", { ...values, your_pets: "{link} $& {0}", link: "?b={x}" }),
    ).toBe("{link} $& {0} ?b={x}"));
  test.each([
    ["is broken", "Bad {} template"],
    ["asks for what it cannot have", "Hi {name}"],
  ])("gives nothing when the template %s", (_, template) =>
    expect(fillTemplate(template, values)).toBeNull(),
  );
  test("gives nothing when a value it needs is empty", () => {
    const noPhone = { ...values, practice_phone_number: " " };
    expect(fillTemplate("Call {practice_phone_number}", noPhone)).toBeNull();
    expect(fillTemplate("See {link}", noPhone)).toBe("See https://book.example.com");
  });
});

describe("matching", () => {
  const templates = [
    { uuid: "1", keyWords: ["dental", "TEETH"], template: "D" },
    { uuid: "2", keyWords: ["tee", "heart worm"], template: "T" },
    { uuid: "3", keyWords: [], template: "E" },
    { uuid: "4", keyWords: ["", " "], template: "B" },
  ];
  test.each([
    ["Dental cleaning", "1"],
    ["DENTAL", "1"],
    ["clean teeth", "1"],
    ["accidental visit", "1"],
    ["guarantee", "2"],
    ["heart worm test", "2"],
    ["heart  worm test", undefined],
    ["Wellness exam", undefined],
    ["DÉNTAL", undefined],
    ["", undefined],
    [null, undefined],
  ])("%s", (description, uuid) => expect(matchTemplate(description, templates)?.uuid).toBe(uuid));
});

describe("the default texts", () => {
  test.each([
    ["withLink", defaultTexts.withLink],
    ["withPhone", defaultTexts.withPhone],
  ])("%s fits its variables and says how to stop", (_, template) => {
    expect(fillTemplate(template, values)).toMatch(
      /Robin from Willow Vets.*Your pets are.*Reply STOP to opt out\.$/,
    );
  });
});
