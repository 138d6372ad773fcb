// The source of the published types: what is inferred here the compiler writes out in full, so that dist/api.d.ts names no
// package of the server. scripts/build-client.mjs refuses to build when it does.
import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCSubscriptionProcedure } from "@trpc/server";
import type { AppRouter } from "@vetsuccess/api/app-router";
import type { LiveEvent } from "./words.ts";

/** The procedures of a router and of those inside it, without what they run on. */
type Bare<Part> =
  Part extends TRPCSubscriptionProcedure<{
    input: infer In;
    output: AsyncIterable<{ id: string; data: LiveEvent }>;
    meta: infer Meta;
  }>
    ? TRPCSubscriptionProcedure<{
        input: In;
        output: AsyncIterable<{ id: string; data: LiveEvent }>;
        meta: Meta;
      }>
    : Part extends AnyTRPCProcedure
      ? Part
      : Part extends { _def: { record: infer Inner } }
        ? Bare<Inner>
        : { [Name in keyof Part]: Bare<Part[Name]> };

declare function proceduresOf<Router extends AnyTRPCRouter>(): Bare<Router["_def"]["record"]>;

/** Every procedure with its input and output. */
export const procedures = proceduresOf<AppRouter>();
