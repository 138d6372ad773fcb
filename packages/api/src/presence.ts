import {
  ClientPresence,
  ClientPresences,
  EnterClientInput,
  LeaveClientInput,
  ListPresenceInput,
  TakeClientInput,
} from "@vetsuccess/contract/presence";
import { enterClient, leaveClient, releaseClient, takeClient } from "@vetsuccess/domain/presence/commands";
import { listPresence } from "@vetsuccess/domain/presence/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** Who has a client open, and who works on it. */
export const presenceRouter = router({
  list: procedure
    .input(ListPresenceInput)
    .output(ClientPresences)
    .query(({ ctx, input }) => listPresence(ctx.deps, ctx.actor, input)),

  enter: procedure
    .input(EnterClientInput)
    .output(ClientPresence)
    .mutation(({ ctx, input }) => enterClient(ctx.deps, ctx.actor, input)),

  leave: procedure
    .input(LeaveClientInput)
    .output(z.void())
    .mutation(({ ctx, input }) => leaveClient(ctx.deps, ctx.actor, input)),

  take: procedure
    .input(TakeClientInput)
    .output(ClientPresence)
    .mutation(({ ctx, input }) => takeClient(ctx.deps, ctx.actor, input)),

  release: procedure
    .input(LeaveClientInput)
    .output(z.void())
    .mutation(({ ctx, input }) => releaseClient(ctx.deps, ctx.actor, input)),
});
