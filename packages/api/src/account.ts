import {
  Account,
  ChangePasswordInput,
  ConfirmPasswordInput,
  ConfirmSecondFactorInput,
  RecoveryCodes,
  RemoveSecondFactorInput,
  SecondFactorSetUp,
  SessionIdInput,
  SessionList,
  UpdateAccountInput,
} from "@vetsuccess/contract/identity";
import { changePassword } from "@vetsuccess/domain/identity/commands/change-password";
import { endOtherSessions, endOwnSession, signOut } from "@vetsuccess/domain/identity/commands/end-access";
import { updateAccount } from "@vetsuccess/domain/identity/commands/manage-users";
import {
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
} from "@vetsuccess/domain/identity/commands/set-up-second-factor";
import { getAccount } from "@vetsuccess/domain/identity/queries/list-users";
import { listSessions } from "@vetsuccess/domain/identity/sessions";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What everybody may do with their own account. Steps that end all sessions give the caller's browser a new one. */
export const accountRouter = router({
  get: procedure
    .input(z.void())
    .output(Account)
    .query(({ ctx }) => getAccount(ctx.deps, ctx.actor)),

  update: procedure
    .input(UpdateAccountInput)
    .output(Account)
    .mutation(async ({ ctx, input }) => {
      await updateAccount(ctx.deps, ctx.actor, input);
      return getAccount(ctx.deps, ctx.actor);
    }),

  changePassword: procedure
    .input(ChangePasswordInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const sessionId = await changePassword(ctx.deps, ctx.actor, input);
      if (sessionId !== null) ctx.setSession(sessionId);
    }),

  listSessions: procedure
    .input(z.void())
    .output(SessionList)
    .query(({ ctx }) => listSessions(ctx.deps, ctx.actor, ctx.actor.id)),

  endSession: procedure
    .input(SessionIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => endOwnSession(ctx.deps, ctx.actor, input)),

  endOtherSessions: procedure
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => endOtherSessions(ctx.deps, ctx.actor)),

  setUpSecondFactor: procedure
    .input(ConfirmPasswordInput)
    .output(SecondFactorSetUp)
    .mutation(({ ctx, input }) => startSecondFactor(ctx.deps, ctx.actor, input)),

  confirmSecondFactor: procedure
    .input(ConfirmSecondFactorInput)
    .output(RecoveryCodes)
    .mutation(async ({ ctx, input }) => {
      const { recoveryCodes, sessionId } = await confirmSecondFactor(ctx.deps, ctx.actor, input);
      if (sessionId !== null) ctx.setSession(sessionId);
      return { recoveryCodes };
    }),

  renewRecoveryCodes: procedure
    .input(ConfirmPasswordInput)
    .output(RecoveryCodes)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.deps, ctx.actor, input)),

  removeSecondFactor: procedure
    .input(RemoveSecondFactorInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const sessionId = await removeSecondFactor(ctx.deps, ctx.actor, input);
      if (sessionId !== null) ctx.setSession(sessionId);
    }),

  signOut: procedure
    .input(z.void())
    .output(z.void())
    .mutation(async ({ ctx }) => {
      await signOut(ctx.deps, ctx.actor);
      ctx.setSession(null);
    }),
});
