import { DomainError } from "@vetsuccess/contract/errors";
import { updateClient } from "@vetsuccess/domain/clients/commands/update-client";
import { getClientCard } from "@vetsuccess/domain/clients/queries/get-client";
import { listOutcomes } from "@vetsuccess/domain/outcomes/queries";
import { z } from "zod";
import { readBody } from "./body.ts";
import { namesOutcome, readChanges, refusalOfChanges, WireChanges } from "./client-changes.ts";
import { documented } from "./documents.ts";
import { idParam } from "./path.ts";
import { notFound, Refusal } from "./refusal.ts";
import type { Call, Operation, Resource } from "./resource.ts";
import { wireClient, WireClient } from "./wire-client.ts";

const params = z.object({ odu_id: z.string().meta({ description: "The client.", example: "c-1001" }) });
const refusedBody = {
  400: "The body cannot be read, a field does not fit, or what it names does not belong to the client.",
  404: "There is no such client, or only at practices that the caller may not see.",
  415: "The body is neither JSON nor a form.",
};

const read: Operation = {
  schema: documented({
    id: "getClient",
    tag: "Call center",
    summary: "A client with pets, reminders and appointments",
    params,
    answer: WireClient,
    errors: { 404: refusedBody[404] },
  }),
  run: readCard,
};

const change = (isWhole: boolean): Operation => ({
  access: "clients.update",
  schema: documented({
    id: isWhole ? "replaceClient" : "changeClient",
    tag: "Call center",
    summary: isWhole ? "Change a client, everything named" : "Change a client",
    description:
      "Names, e-mail address, phone, and what is recorded for pets: all of it or nothing. There are no versions here: of two " +
      `callers the last word counts.${isWhole ? " `email`, `phone` and `patients` must be there, `{}` and `[]` change nothing." : ""}`,
    params,
    body: isWhole
      ? WireChanges.required({ email: true, phone: true, patients: true }).meta({ id: "WholeClientChanges" })
      : WireChanges,
    answer: WireClient,
    errors: refusedBody,
  }),
  run: async (call) => {
    const clientId = clientIdIn(call);
    try {
      const body = await readBody(call.request);
      const outcomes = namesOutcome(body) ? await listOutcomes(call.deps) : [];
      const changes = readChanges(body, new Set(outcomes.map((outcome) => outcome.text)), isWhole);
      await updateClient(call.deps, call.actor, { ...changes, clientId, version: null });
    } catch (error) {
      if (error instanceof DomainError && error.code === "INVALID_INPUT") throw refusalOfChanges(error);
      // Whether there is such a client comes before what is wrong with the body.
      if (error instanceof Refusal) await readCard(call);
      throw error;
    }
    return readCard(call);
  },
});

/** @throws Refusal 404 */
function clientIdIn({ request }: Call): string {
  const clientId = idParam(request, "odu_id");
  if (clientId === null) throw notFound();
  return clientId;
}

async function readCard(call: Call) {
  const { deps, actor } = call;
  return wireClient(await getClientCard(deps, actor, { clientId: clientIdIn(call), timeZone: "UTC" }));
}

export const client: Resource = {
  url: "/api/v1/call-center/clients/:odu_id",
  name: "Client Detail",
  access: "clients.get",
  operations: { GET: read, PUT: change(true), PATCH: change(false) },
};
