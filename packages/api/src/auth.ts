import {
  AuthState,
  CheckedLink,
  CheckLinkInput,
  CompleteSignInInput,
  FollowLinkInput,
  IssueTokensInput,
  RefreshTokensInput,
  RequestPasswordResetInput,
  SignInInput,
  SignInStep,
  TokenPair,
} from "@vetsuccess/contract/identity";
import {
  acceptInvitation,
  requestPasswordReset,
  resetPassword,
} from "@vetsuccess/domain/identity/commands/change-password";
import { issueTokens, refreshTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { completeSignIn, signIn } from "@vetsuccess/domain/identity/commands/sign-in";
import { checkLink } from "@vetsuccess/domain/identity/queries/check-link";
import { z } from "zod";
import { openProcedure, router } from "./procedures.ts";

/** How somebody becomes known. */
export const authRouter = router({
  state: openProcedure
    .input(z.void())
    .output(AuthState)
    .query(({ ctx: { actor, deps } }) => ({
      isSignedIn: actor !== null,
      mustSetUpSecondFactor: actor?.mustSetUpSecondFactor ?? false,
      isSandbox: deps.settings.isSandbox,
    })),

  signIn: openProcedure
    .input(SignInInput)
    .output(SignInStep)
    .mutation(async ({ ctx, input }) => {
      const signedIn = await signIn(ctx.deps, input, ctx.origin, ctx.actor);
      if (signedIn.step === "SIGNED_IN") ctx.setSession(signedIn.sessionId);
      return signedIn;
    }),

  completeSignIn: openProcedure
    .input(CompleteSignInInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      ctx.setSession(await completeSignIn(ctx.deps, input, ctx.origin));
    }),

  requestPasswordReset: openProcedure
    .input(RequestPasswordResetInput)
    .output(z.void())
    .mutation(({ ctx, input }) => requestPasswordReset(ctx.deps, input, ctx.origin)),

  resetPassword: openProcedure
    .input(FollowLinkInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resetPassword(ctx.deps, input, ctx.origin)),

  acceptInvitation: openProcedure
    .input(FollowLinkInput)
    .output(z.void())
    .mutation(({ ctx, input }) => acceptInvitation(ctx.deps, input, ctx.origin)),

  /** Changes nothing; a mutation, so that the link's secret stands in no address. */
  checkLink: openProcedure
    .input(CheckLinkInput)
    .output(CheckedLink)
    .mutation(({ ctx, input }) => checkLink(ctx.deps, input)),

  /** For programs: a pair of tokens instead of a cookie. */
  issueTokens: openProcedure
    .input(IssueTokensInput)
    .output(TokenPair)
    .mutation(({ ctx, input }) => issueTokens(ctx.deps, input, ctx.origin)),

  refreshTokens: openProcedure
    .input(RefreshTokensInput)
    .output(TokenPair)
    .mutation(({ ctx, input }) => refreshTokens(ctx.deps, input, ctx.origin)),
});
