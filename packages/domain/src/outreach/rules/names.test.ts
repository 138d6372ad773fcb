import { describe, expect, test } from "vitest";
import { petName, petWords } from "./names.ts";

describe("a pet's name", () => {
  test.each([
    ["rex", "Rex"],
    ["REX", "Rex"],
    ["rEX", "Rex"],
    ["rex's", "Rex's"],
    ["MAX'S BUDDY", "Max's Buddy"],
    ["o'brien's", "O'Brien's"],
    ["O'BRIEN", "O'Brien"],
    ["o’malley", "O’Malley"],
    ["rock'n'roll", "Rock'n'Roll"],
    ["McDuff", "McDuff"],
    ["mcduff", "Mcduff"],
    ["LaToya DeSoto", "LaToya DeSoto"],
    ["mr. whiskers", "Mr. Whiskers"],
    ["st.-john", "St.-John"],
    ["3-legged joe", "3-Legged Joe"],
    ["x_y_z", "X_Y_Z"],
    ["a1b2c3", "A1B2C3"],
    ["élan", "Élan"],
    ["ßeta", "Sseta"],
    ["ﬁfi", "Fifi"],
    ["ΣΊΣΥΦΟΣ", "Σίσυφος"],
    ["小龙", "小龙"],
    ["  spaced \n out ", "Spaced Out"],
    ["{link}", "{Link}"],
    ['"quoted"', '"Quoted"'],
    ["", ""],
  ])("%j is written %j", (name, written) => expect(petName(name)).toBe(written));
});

describe("the pets of a client", () => {
  test.each([
    [["Rex"], "Rex", "Rex", "is"],
    [["Rex", "Ada"], "Rex and Ada", "Rex and Ada", "are"],
    [["Rex", "Ada", "Bo"], "Rex, Ada and Bo", "Rex, Ada and Bo", "are"],
    [["Rex", "Ada", "Bo", "Cy"], "Your pets", "your pets", "are"],
  ])("%j", (names, capitalized, inside, beVerb) =>
    expect(petWords(names)).toEqual({ capitalized, inside, beVerb }),
  );
});
