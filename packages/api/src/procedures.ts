import { initTRPC } from "@trpc/server";
import { DomainError } from "@vetsuccess/contract/errors";
import { Action } from "@vetsuccess/contract/identity";
import { requirePermission } from "@vetsuccess/domain/identity/rules";
import superjson from "superjson";
import type { Context } from "./context.ts";
import { asTrpcError, errorShape } from "./errors.ts";

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => errorShape(shape, error, ctx?.requestId),
});

export const router = t.router;

/** For anybody; refusals of the domain reach the caller with their code. tRPC hands errors on as values, not as throws. */
const open = t.procedure.use(async ({ next }) => {
  const result = await next();
  return result.ok ? result : { ...result, error: asTrpcError(result.error) };
});

/** For those whose role has the action that is named like the procedure; the table stands in domain/identity/rules. */
export const procedure = open.use(({ ctx, path, next }) => {
  const { actor } = ctx;
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  requirePermission(actor, Action.parse(path));
  return next({ ctx: { ...ctx, actor } });
});
