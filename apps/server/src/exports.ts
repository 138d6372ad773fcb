import { Readable } from "node:stream";
import { ExportAuditInput } from "@vetsuccess/contract/audit";
import { DomainError } from "@vetsuccess/contract/errors";
import { exportAudit } from "@vetsuccess/domain/audit/commands";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";

/**
 * Files to keep. They are asked for with POST: an export is written into the audit trail, and nothing is written on GET.
 * The body is JSON, the answer is streamed.
 */
export function exportRoutes(app: FastifyInstance, deps: Deps): void {
  app.post("/exports/audit.csv", { config: { access: "audit.export" } }, async (request, reply) => {
    const { actor } = request;
    if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
    const filter = readBody(ExportAuditInput, request.body);
    const day = deps.now().toISOString().slice(0, 10);
    return reply
      .header("content-type", "text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="audit-${day}.csv"`)
      .send(Readable.from(await exportAudit(deps, actor, filter)));
  });
}

function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const words = fields.map(({ path, message }) => `${path || "input"}: ${message}`).join("; ");
  throw new DomainError("INVALID_INPUT", words, { fields });
}
