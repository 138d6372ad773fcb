import { describe, expect, test } from "vitest";
import { writeText, type PetInText } from "./texts.ts";

const sender = {
  scheduler: "Robin",
  practiceName: "Willow Vets",
  phone: "202-555-0111",
  link: "https://book.example.com",
};
const defaults = {
  withLink: "LINK {your_pets} {be_verb}",
  withPhone: "PHONE {your_pets} {practice_phone_number}",
};
const templates = [
  { uuid: "dental", keyWords: ["dental"], template: "DENTAL {your_pets_capitalized}" },
  { uuid: "rabies", keyWords: ["rabies"], template: "RABIES {your_pets}" },
  { uuid: "broken", keyWords: ["broken"], template: "Bad {} template" },
  { uuid: "calls", keyWords: ["surgery"], template: "CALL {practice_phone_number}" },
];
const pet = (patientId: string, ...descriptions: (string | null)[]): PetInText => ({
  patientId,
  name: `pet ${patientId}`,
  descriptions,
});
const write = (...pets: PetInText[]) => writeText(pets, templates, sender, defaults);

describe("which text", () => {
  test.each<[string, PetInText[], string]>([
    ["one reminder that fits a template: that template", [pet("1", "Dental")], "DENTAL Pet 1"],
    ["one reminder that fits none: the link", [pet("1", "Exam")], "LINK Pet 1 is"],
    ["one reminder without description: the link", [pet("1", null)], "LINK Pet 1 is"],
    [
      "two pets, both fit: the phone number",
      [pet("1", "dental"), pet("2", "rabies")],
      "PHONE Pet 1 and Pet 2 202-555-0111",
    ],
    ["two pets, one fits: the link", [pet("1", "dental"), pet("2", "exam")], "LINK Pet 1 and Pet 2 are"],
    ["a pet with several reminders: the link", [pet("1", "dental", "dental")], "LINK Pet 1 is"],
    [
      "two pets, one with several: the link",
      [pet("1", "dental"), pet("2", "rabies", "dental")],
      "LINK Pet 1 and Pet 2 are",
    ],
  ])("%s", (_, pets, text) => expect(write(...pets)).toMatchObject({ text, brokenTemplate: null }));

  test("a broken template gives way to the link and is named", () =>
    expect(write(pet("1", "broken"))).toEqual({
      text: "LINK Pet 1 is",
      names: ["Pet 1"],
      brokenTemplate: "broken",
    }));

  test("a practice without a phone number is never asked for one", () => {
    const noPhone = { ...sender, phone: "" };
    expect(writeText([pet("1", "surgery")], templates, noPhone, defaults).text).toBe("LINK Pet 1 is");
    expect(writeText([pet("1", "dental"), pet("2", "rabies")], templates, noPhone, defaults)).toMatchObject({
      text: "LINK Pet 1 and Pet 2 are",
      brokenTemplate: null,
    });
  });

  test("a default text that cannot be filled in is a fault of the product", () =>
    expect(() => writeText([pet("1", null)], [], sender, { ...defaults, withLink: "{x}" })).toThrow(
      "default text",
    ));
});

test("pets stand in the order of their ids, whatever the order they came in", () =>
  expect(write(pet("b", "exam"), pet("a", "exam"), pet("C", "exam"))).toMatchObject({
    names: ["Pet C", "Pet A", "Pet B"],
  }));

test("braces in a name or a setting stay literal", () => {
  const odd = { ...sender, practiceName: "Dr. {your_pets}" };
  const pets = [{ patientId: "1", name: "{link}", descriptions: [null] }];
  expect(writeText(pets, [], odd, { ...defaults, withLink: "{practice_name}: {your_pets}" }).text).toBe(
    "Dr. {your_pets}: {Link}",
  );
});
