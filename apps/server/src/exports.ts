import { Readable } from "node:stream";
import { ExportAuditInput } from "@vetsuccess/contract/audit";
import { ExportContactedInput } from "@vetsuccess/contract/contacted";
import { DomainError } from "@vetsuccess/contract/errors";
import { findUnreadable } from "@vetsuccess/contract/text";
import { exportAudit } from "@vetsuccess/domain/audit/commands";
import { exportContacted } from "@vetsuccess/domain/clients/commands/export-contacted";
import type { Actor, Deps } from "@vetsuccess/domain/deps";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";

/**
 * Files to keep. They are asked for with POST: an export is written into the audit trail, and nothing is written on GET.
 * The body is JSON, so that filters stay out of addresses; the answer is streamed.
 */
export function exportRoutes(app: FastifyInstance, deps: Deps): void {
  app.post("/exports/audit.csv", { config: { access: "audit.export" } }, async (request, reply) => {
    const day = deps.now().toISOString().slice(0, 10);
    const filter = parse(ExportAuditInput, request.body);
    return sendCsv(reply, `audit-${day}.csv`, await exportAudit(deps, actorOf(request), filter));
  });

  app.post("/exports/contacted.csv", { config: { access: "clients.export" } }, async (request, reply) => {
    const filter = parse(ExportContactedInput, request.body);
    return sendCsv(reply, "contacted-clients.csv", await exportContacted(deps, actorOf(request), filter));
  });
}

function sendCsv(reply: FastifyReply, name: string, pieces: AsyncIterable<string>): FastifyReply {
  return reply
    .header("content-type", "text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}"`)
    .send(Readable.from(pieces));
}

/** The route's guard has let somebody in. */
function actorOf({ actor }: FastifyRequest): Actor {
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  return actor;
}

/** @throws DomainError INVALID_INPUT that names every field at fault */
function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const field = findUnreadable(body);
  if (field !== null)
    throw new DomainError("INVALID_INPUT", `${field || "input"}: holds a character that cannot be kept`, {
      field,
    });
  const { data, error } = schema.safeParse(body ?? {});
  if (!error) return data;
  const fields = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const words = fields.map(({ path, message }) => `${path || "input"}: ${message}`).join("; ");
  throw new DomainError("INVALID_INPUT", words, { fields });
}
