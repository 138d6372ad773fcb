import {
  EndUserSessionsInput,
  InviteUserInput,
  ListUsersInput,
  SessionList,
  UpdateUserInput,
  User,
  UserIdInput,
  UserPage,
} from "@vetsuccess/contract/identity";
import { endUserSessions } from "@vetsuccess/domain/identity/commands/end-access";
import {
  deleteUser,
  inviteAgain,
  inviteUser,
  updateUser,
} from "@vetsuccess/domain/identity/commands/manage-users";
import { resetSecondFactor } from "@vetsuccess/domain/identity/commands/set-up-second-factor";
import { getUser, listUsers } from "@vetsuccess/domain/identity/queries/list-users";
import { listSessions } from "@vetsuccess/domain/identity/sessions";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** Who may use the product. */
export const usersRouter = router({
  list: procedure
    .input(ListUsersInput)
    .output(UserPage)
    .query(({ ctx, input }) => listUsers(ctx.deps, input)),

  get: procedure
    .input(UserIdInput)
    .output(User)
    .query(({ ctx, input }) => getUser(ctx.deps, input)),

  invite: procedure
    .input(InviteUserInput)
    .output(User)
    .mutation(async ({ ctx, input }) => {
      const userId = await inviteUser(ctx.deps, ctx.actor, input);
      return getUser(ctx.deps, { userId });
    }),

  inviteAgain: procedure
    .input(UserIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => inviteAgain(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateUserInput)
    .output(User)
    .mutation(async ({ ctx, input }) => {
      await updateUser(ctx.deps, ctx.actor, input);
      return getUser(ctx.deps, input);
    }),

  delete: procedure
    .input(UserIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteUser(ctx.deps, ctx.actor, input)),

  listSessions: procedure
    .input(UserIdInput)
    .output(SessionList)
    .query(({ ctx, input }) => listSessions(ctx.deps, ctx.actor, input.userId)),

  endSessions: procedure
    .input(EndUserSessionsInput)
    .output(z.void())
    .mutation(({ ctx, input }) => endUserSessions(ctx.deps, ctx.actor, input)),

  resetSecondFactor: procedure
    .input(UserIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resetSecondFactor(ctx.deps, ctx.actor, input)),
});
