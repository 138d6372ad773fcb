import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { isWorthRetrying, messageOf } from "./errors.ts";

const answer = (code: string, httpStatus: number, message: string) =>
  TRPCClientError.from({
    error: { code: -32_000, message, data: { code, httpStatus, requestId: "request-1" } },
  });

test("what the server says to people is shown as it is", () => {
  const error = answer("MAILING_OFF", 409, "This practice has its texts switched off.");
  expect(messageOf(error)).toBe("This practice has its texts switched off.");
  expect(isWorthRetrying(error)).toBe(false);
});

test("a fault of the server can be quoted", () => {
  const error = answer("INTERNAL", 500, "Something went wrong on our side.");
  expect(messageOf(error)).toBe("Something went wrong on our side. (request-1)");
  expect(isWorthRetrying(error)).toBe(true);
});

test("without an answer it is the connection", () => {
  const error = new TypeError("Failed to fetch");
  expect(messageOf(error)).toMatch(/does not answer/);
  expect(isWorthRetrying(error)).toBe(true);
});
