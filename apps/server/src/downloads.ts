import { DomainError } from "@vetsuccess/contract/errors";
import { PreviewWorkbookInput } from "@vetsuccess/contract/email-updates";
import { findUnreadable } from "@vetsuccess/contract/text";
import type { Actor } from "@vetsuccess/domain/deps";
import { downloadFile } from "@vetsuccess/domain/email-updates/commands/download-file";
import { downloadWorkbook } from "@vetsuccess/domain/email-updates/commands/make-workbook";
import type { FilesDeps } from "@vetsuccess/domain/email-updates/ports";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FileParams = z.object({ uuid: z.uuid(), at: z.coerce.number().int().min(0).max(10_000) });

/** Files of e-mail updates, for people to save: GET /downloads/email-updates/:uuid/:at and /downloads/workbooks/:practiceId/:day. */
export function downloadRoutes(app: FastifyInstance, deps: FilesDeps): void {
  const config = { access: "emailUpdates.download" } as const;

  app.get("/downloads/email-updates/:uuid/:at", { config }, async (request, reply) => {
    const { uuid, at } = parse(FileParams, request.params);
    const file = await downloadFile({ ...deps, log: request.log }, actorOf(request), uuid, at);
    reply.header("content-length", file.bytes);
    return sendWorkbook(reply, file.name).send(file.content);
  });

  app.get("/downloads/workbooks/:practiceId/:day", { config }, async (request, reply) => {
    const input = parse(PreviewWorkbookInput, request.params);
    const content = await downloadWorkbook({ ...deps, log: request.log }, actorOf(request), input);
    return sendWorkbook(reply, `Changes ${input.day}.xlsx`).send(content);
  });
}

function parse<Schema extends z.ZodType>(schema: Schema, params: unknown): z.output<Schema> {
  const parsed = schema.safeParse(params);
  if (parsed.success && findUnreadable(params) === null) return parsed.data;
  throw new DomainError("NOT_FOUND", "There is no such file.");
}

/** The guard of the routes lets nobody unknown through. */
function actorOf({ actor }: FastifyRequest): Actor {
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  return actor;
}

function sendWorkbook(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .type(xlsx);
}
