import { expect, test } from "vitest";
import { identitySettings, readConfig } from "../config.ts";

const base = { DATABASE_URL: "postgresql://localhost/vetsuccess" };
const secret = "f3a9c1d7e5b80246f3a9c1d7e5b80246";

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["short", secret.slice(1)],
  ["one letter again and again", "x".repeat(64)],
  ["the sandbox's own", readConfig({ ...base, SANDBOX: "true" }).APP_SECRET],
])("the start fails when APP_SECRET is %s, and names it", (_name, value) => {
  expect(() => readConfig({ ...base, APP_SECRET: value })).toThrow(/^ {2}APP_SECRET: /m);
});

test("the secret itself is not in the message", () => {
  expect(() => readConfig({ ...base, APP_SECRET: "abc-short" })).toThrow(
    expect.not.stringContaining("abc-short"),
  );
});

test("a second factor is required of administrators unless it is switched off", () => {
  expect(identitySettings(readConfig({ ...base, APP_SECRET: secret }))).toEqual({
    appSecret: secret,
    publicUrl: "http://localhost:3000",
    isAdminSecondFactorRequired: true,
    accessTokenMinutes: 720,
    refreshTokenMinutes: 1500,
  });
  const off = readConfig({
    ...base,
    APP_SECRET: secret,
    REQUIRE_ADMIN_MFA: "false",
    PUBLIC_URL: "https://vet.example/",
  });
  expect(identitySettings(off)).toMatchObject({
    isAdminSecondFactorRequired: false,
    publicUrl: "https://vet.example",
  });
});
