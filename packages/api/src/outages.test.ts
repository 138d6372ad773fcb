import { DomainError } from "@vetsuccess/contract/errors";
import { expect, test } from "vitest";
import { asOutage } from "./outages.ts";

/** An error as libraries make them. */
const made = (message: string, fields: object = {}, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), fields);
/** As Prisma hands on what its adapter says of a statement that was written by hand. */
const raw = (cause: object) =>
  made("Raw query failed", { code: "P2010", meta: { driverAdapterError: made("", {}, cause) } });

test.each([
  ["a connection that an administrator cut", raw({ kind: "postgres", originalCode: "57P01", code: "57P01" })],
  ["PostgreSQL that crashed", made("", { code: "57P02", severity: "FATAL" })],
  ["PostgreSQL that starts up", raw({ kind: "postgres", code: "57P03" })],
  ["a connection that failed", made("", { code: "08006" })],
  ["too many connections", made("", { code: "53300" })],
  ["a statement that took too long", raw({ kind: "postgres", code: "57014" })],
  ["nobody at the address", made("connect", { code: "ECONNREFUSED", syscall: "connect" })],
  ["nobody at the address, of a statement written by hand", raw({ kind: "DatabaseNotReachable" })],
  ["a line that broke", made("read", { code: "ECONNRESET" })],
  ["a line that broke, of a statement written by hand", raw({ kind: "ConnectionClosed" })],
  ["a connection that ended", made("Connection terminated unexpectedly")],
  [
    "a connection that is none any more",
    made("Client has encountered a connection error and is not queryable"),
  ],
  ["no place in the pool", made("timeout exceeded when trying to connect")],
  ["no transaction in time", made("Transaction API error", { code: "P2028" })],
  ["a server that was not reached at the start", made("", { errorCode: "P1001" })],
  ["a server that did not answer in time", made("", { code: "P1002" })],
  ["a statement that ran out of time", made("", { code: "P1008" })],
  ["a connection that the server closed", made("", { code: "P1017" })],
  ["no connection from the pool in time", made("", { code: "P2024" })],
  ["any of these deep inside", made("outer", {}, made("inner", {}, made("", { code: "ECONNRESET" })))],
])("%s is UNAVAILABLE, worth another try in a second", (_name, error) => {
  const outage = asOutage(error);
  expect(outage).toMatchObject({ code: "UNAVAILABLE", retryAfterSeconds: 1, cause: error });
  expect(outage?.message).toBe("The service is not available at this moment. Try again.");
});

const endless = new Error("a circle");
endless.cause = endless;
test.each([
  ["a bug", new TypeError("x is undefined")],
  ["a value twice", made("", { code: "P2002" })],
  ["a statement that is wrong", raw({ kind: "postgres", code: "42601" })],
  ["a refusal", new DomainError("CONFLICT", "no", { cause: made("", { code: "57P01" }) })],
  ["no error", undefined],
  ["text", "ECONNRESET"],
  ["an error that causes itself", endless],
])("%s is no outage", (_name, error) => {
  expect(asOutage(error)).toBeNull();
});
