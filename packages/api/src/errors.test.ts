import { getTRPCErrorFromUnknown, TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import { DomainError, errorCodes } from "@vetsuccess/contract/errors";
import { smsErrorCodes } from "@vetsuccess/contract/texts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { asTrpcError, errorCodeOf, errorShape, httpStatusOf } from "./errors.ts";

const shape: TRPCDefaultErrorShape = {
  message: "inner words",
  code: -32600,
  data: { code: "BAD_REQUEST", httpStatus: 400, path: "texts.list" },
};
const shapeOf = (error: TRPCError) => errorShape(shape, error, "request-1");
/** As tRPC wraps what a procedure throws. */
const thrown = (cause: unknown) => asTrpcError(getTRPCErrorFromUnknown(cause));

test.each([
  ["INVALID_INPUT", 400],
  ["NOT_SIGNED_IN", 401],
  ["NOT_ALLOWED", 403],
  ["NOT_FOUND", 404],
  ["CONFLICT", 409],
  ["TOO_MANY_REQUESTS", 429],
  ["UNAVAILABLE", 503],
  ["INTERNAL", 500],
] as const)("%s answers %i", (code, status) => {
  expect(httpStatusOf(code)).toBe(status);
});

test.each(errorCodes)("a DomainError %s keeps its code and its words", (code) => {
  const error = thrown(new DomainError(code, "our words"));
  expect(errorCodeOf(error)).toBe(code);
  expect(shapeOf(error).data.code).toBe(code);
  expect(shapeOf(error).message === "our words").toBe(code !== "INTERNAL");
});

test("what a DomainError says beyond its words reaches the client", () => {
  const fields = [{ path: "patients.0", message: "is gone" }];
  const error = thrown(
    new DomainError("CONFLICT", "no", { fields, retryAfterSeconds: 3, details: { rows: 2 } }),
  );
  expect(shapeOf(error).data).toMatchObject({
    field: "patients.0",
    fields,
    retryAfterSeconds: 3,
    details: { rows: 2 },
    requestId: "request-1",
    path: "texts.list",
  });
});

test("input that does not fit is explained field by field", () => {
  const cause = z.strictObject({ limit: z.int() }).safeParse({ limit: "x", more: 1 }).error;
  const { message, data } = shapeOf(new TRPCError({ code: "BAD_REQUEST", cause }));
  expect(data).toMatchObject({ code: "INVALID_INPUT", field: "limit" });
  expect(data.fields?.map((field) => field.path)).toEqual(["limit", ""]);
  expect(message).toMatch(/^limit: .+; input: .*"more"/);
});

test.each([
  ["a bug", new TypeError("Ann Smith is undefined")],
  ["output that does not fit", new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new z.ZodError([]) })],
  ["a schema of our own that does not fit", z.string().safeParse(1).error],
])("%s is INTERNAL and says nothing", (_name, cause) => {
  const { message, data } = shapeOf(thrown(cause));
  expect(data.code).toBe("INTERNAL");
  expect(data).not.toHaveProperty("fields");
  expect(message).toMatch(/Quote the request's id/);
});

describe("docs/errors.md", () => {
  const document = readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8");
  const [answers = "", endings = ""] = document.split(/^## Why a text/m);
  const headingsOf = (part: string) => [...part.matchAll(/^### (\w+)$/gm)].map(([, code]) => code);

  test("has a heading for every code of an answer, and no other", () => {
    expect(headingsOf(answers)).toEqual([...errorCodes]);
  });

  test("has a heading for every reason of a text, and no other", () => {
    expect(headingsOf(endings)).toEqual([...smsErrorCodes]);
  });
});
