import { switchFollowed } from "@vetsuccess/domain/clients/commands/set-followed";
import { z } from "zod";
import { documented } from "./documents.ts";
import { uuidParam } from "./path.ts";
import type { Operation, Resource } from "./resource.ts";

const Switched = z
  .object({ uuid: z.uuid(), is_followed: z.boolean() })
  .meta({ example: { uuid: "af47c1fd-9a12-4a19-9f66-7ae4d9f368e3", is_followed: true } });

const operation = (method: "PUT" | "PATCH"): Operation => ({
  schema: documented({
    id: method === "PUT" ? "switchFollowedByPut" : "switchFollowed",
    tag: "Call center",
    summary: "Mark a text as followed up, or as not",
    description: "Turns the mark over each time it is asked for; the body is not read.",
    params: z.object({ uuid: z.uuid().meta({ description: "The text; lower case." }) }),
    answer: Switched,
    errors: { 404: "There is no such text, or it belongs to a practice that the caller may not see." },
  }),
  run: async ({ deps, actor, request }) => {
    const uuid = uuidParam(request, "uuid");
    return { uuid, is_followed: await switchFollowed(deps, actor, uuid) };
  },
});

export const smsSwitch: Resource = {
  url: "/api/v1/call-center/sms/:uuid/switch/",
  name: "SMS Follow-up Switch",
  access: "clients.setFollowed",
  operations: { PUT: operation("PUT"), PATCH: operation("PATCH") },
};
