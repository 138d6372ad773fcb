import { initTRPC } from "@trpc/server";
import { DomainError } from "@vetsuccess/contract/errors";
import { Action, openActions } from "@vetsuccess/contract/identity";
import { findUnreadable } from "@vetsuccess/contract/text";
import { requireAction } from "@vetsuccess/domain/identity/commands/require-action";
import superjson from "superjson";
import type { Context } from "./context.ts";
import { asTrpcError, errorShape } from "./errors.ts";

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
  errorFormatter: ({ shape, error, ctx }) => errorShape(shape, error, ctx?.origin.requestId),
});

export const router = t.router;

/** Refusals of the domain reach the caller with their code: the outermost, since tRPC hands errors on as values. */
const coded = t.procedure.use(async ({ next }) => {
  const result = await next();
  return result.ok ? result : { ...result, error: asTrpcError(result.error) };
});

/** Text that no database keeps is refused here once for all. */
const base = coded.use(async ({ next, getRawInput }) => {
  const field = findUnreadable(await getRawInput());
  if (field !== null)
    throw new DomainError("INVALID_INPUT", `${field || "input"}: holds a character that cannot be kept`, {
      field,
    });
  return next();
});

/** For anybody: the few that stand in the contract's list. */
export const openProcedure = base.use(({ path, next }) => {
  if (!openActions.some((action) => action === path)) throw new Error(`${path} is not in the open list`);
  return next();
});

/** For those whose role has the action that is named like the procedure; the table stands in domain/identity/rules. */
export const procedure = base.use(async ({ ctx, path, next }) => {
  const { actor } = ctx;
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  await requireAction(ctx.deps, actor, Action.parse(path));
  return next({ ctx: { ...ctx, actor } });
});
