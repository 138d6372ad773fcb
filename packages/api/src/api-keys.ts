import { ApiKeyIdInput, ApiKeyList, CreateApiKeyInput, CreatedApiKey } from "@vetsuccess/contract/identity";
import { createApiKey, revokeApiKey } from "@vetsuccess/domain/identity/commands/create-api-key";
import { listApiKeys } from "@vetsuccess/domain/identity/queries/list-users";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** Keys of programs that act for the caller. */
export const apiKeysRouter = router({
  list: procedure
    .input(z.void())
    .output(ApiKeyList)
    .query(({ ctx }) => listApiKeys(ctx.deps, ctx.actor)),

  create: procedure
    .input(CreateApiKeyInput)
    .output(CreatedApiKey)
    .mutation(({ ctx, input }) => createApiKey(ctx.deps, ctx.actor, input)),

  revoke: procedure
    .input(ApiKeyIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeApiKey(ctx.deps, ctx.actor, input)),
});
