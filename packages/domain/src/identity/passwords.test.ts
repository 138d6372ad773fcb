import { hasFixtures, readFixture } from "@vetsuccess/testing/fixtures";
import { expect, test } from "vitest";
import { requireGoodPassword } from "./commands/check-new-password.ts";
import { nobodysHash, passwordHasher } from "./commands/hash-password.ts";

interface Recorded {
  plain: string;
  encoded: string;
  valid: boolean;
  note: string;
}
const recorded = hasFixtures ? readFixture<{ passwords: Recorded[] }>("django-passwords.json").passwords : [];

test.runIf(hasFixtures)("the recorded passwords are there", () => expect(recorded.length).toBe(25));

test.each(recorded.map((one) => [one.note, one] as const))(
  "a hash of the replaced system: %s",
  async (_note, { plain, encoded, valid }) => {
    expect(await passwordHasher.verify(encoded, plain)).toEqual({ isRight: valid, isOutdated: valid });
  },
);

test("a hash is argon2id with OWASP's parameters, salted, and not outdated", async () => {
  const [one, two] = await Promise.all([
    passwordHasher.hash("plum-otter"),
    passwordHasher.hash("plum-otter"),
  ]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await passwordHasher.verify(one, "plum-otter")).toEqual({ isRight: true, isOutdated: false });
  expect(await passwordHasher.verify(one, "plum-Otter")).toEqual({ isRight: false, isOutdated: false });
});

test("a weaker argon2id hash is right and outdated", async () => {
  const { hash } = await import("@node-rs/argon2");
  const weak = await hash("plum-otter", { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  expect(await passwordHasher.verify(weak, "plum-otter")).toEqual({ isRight: true, isOutdated: true });
});

test("nobody's hash costs what a real one costs", () => {
  expect(nobodysHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

const ann = { email: "ann.miller@pawsclinic.example", firstName: "Ann", lastName: "O'Connor" };
const check = (password: string) => requireGoodPassword(password, ann, "password");

test.each([
  ["eleven chars", "k7!qz-2m#xv"],
  ["257 characters", "plum otter ".repeat(24).slice(0, 257)],
  ["a common one", "passwordpassword"],
  ["a common one with digits", "password1234"],
  ["a common one, disguised", "P@ssw0rd!2024"],
  ["keys in a row", "qwertyuiop12"],
  ["one key", "aaaaaaaaaaaaaaaa"],
  ["256 times one key", "a".repeat(256)],
  ["a sequence", "abcdefghijkl"],
  ["the product's name", "VetSuccess-plum-otter"],
  ["a part of the e-mail address", "plum-MILLER-otter-quilt"],
  ["the clinic in the e-mail address", "plum-otter-pawsclinic"],
  ["the last name", "plum-connor-otter-quilt"],
])("refused as a new password: %s", async (_name, password) => {
  await expect(check(password)).rejects.toMatchObject({ code: "INVALID_INPUT", field: "password" });
});

test.each([
  ["lower case words alone", "plum otter quilt"],
  ["twelve random characters", "kx9vb2mq7zpl"],
  ["256 characters", "plum otter quilt canyon ".repeat(11).slice(0, 256)],
  ["twelve letters that need two units each", "🐶🐱🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵"],
  ["outer spaces", "  plum otter quilt  "],
])("welcome as a new password: %s", async (_name, password) => {
  await expect(check(password)).resolves.toBeUndefined();
});
