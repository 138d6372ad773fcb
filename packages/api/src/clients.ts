import {
  ClientDetail,
  ClientMatches,
  ClientRows,
  GetClientInput,
  ListClientsByIdInput,
  SearchClientsInput,
  UpdateClientInput,
} from "@vetsuccess/contract/clients";
import {
  BoundedCount,
  ContactedCount,
  ContactedPage,
  CountContactedInput,
  CountNewContactedInput,
  ListContactedInput,
  SetFollowedInput,
  SetFollowedResult,
} from "@vetsuccess/contract/contacted";
import { setFollowed } from "@vetsuccess/domain/clients/commands/set-followed";
import { updateClient } from "@vetsuccess/domain/clients/commands/update-client";
import { countContacted, countNewContacted } from "@vetsuccess/domain/clients/queries/count-contacted";
import { getClient } from "@vetsuccess/domain/clients/queries/get-client";
import { listClientsById } from "@vetsuccess/domain/clients/queries/list-clients-by-id";
import { listContacted } from "@vetsuccess/domain/clients/queries/list-contacted";
import { searchClients } from "@vetsuccess/domain/clients/queries/search-clients";
import { procedure, router } from "./procedures.ts";

/** What agents do: find a client, read and change it, follow up texts. */
export const clientsRouter = router({
  search: procedure
    .input(SearchClientsInput)
    .output(ClientMatches)
    .query(({ ctx, input }) => searchClients(ctx.deps, ctx.actor, input)),

  get: procedure
    .input(GetClientInput)
    .output(ClientDetail)
    .query(({ ctx, input }) => getClient(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateClientInput)
    .output(ClientDetail)
    .mutation(async ({ ctx, input }) => {
      await updateClient(ctx.deps, ctx.actor, input);
      return getClient(ctx.deps, ctx.actor, input);
    }),

  listContacted: procedure
    .input(ListContactedInput)
    .output(ContactedPage)
    .query(({ ctx, input }) => listContacted(ctx.deps, ctx.actor, input)),

  countContacted: procedure
    .input(CountContactedInput)
    .output(ContactedCount)
    .query(async ({ ctx, input }) => ({ total: await countContacted(ctx.deps, ctx.actor, input) })),

  countNewContacted: procedure
    .input(CountNewContactedInput)
    .output(BoundedCount)
    .query(({ ctx, input }) => countNewContacted(ctx.deps, ctx.actor, input)),

  listById: procedure
    .input(ListClientsByIdInput)
    .output(ClientRows)
    .query(({ ctx, input }) => listClientsById(ctx.deps, ctx.actor, input)),

  setFollowed: procedure
    .input(SetFollowedInput)
    .output(SetFollowedResult)
    .mutation(({ ctx, input }) => setFollowed(ctx.deps, ctx.actor, input)),
});
