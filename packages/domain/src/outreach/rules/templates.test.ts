import { describe, expect, test } from "vitest";
import { fillTemplate, matchTemplate } from "./templates.ts";

const values = {
  scheduler: "Robin",
  practice_name: "Willow Vets",
  your_pets_capitalized: "Your pets",
  your_pets: "your pets",
  be_verb: "are",
  practice_phone_number: "202-555-0111",
  link: "https://book.example.com",
};

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
