import { DomainError } from "@vetsuccess/contract/errors";
import type { Deps } from "@vetsuccess/domain/deps";
import { recordDeliveries } from "@vetsuccess/domain/email-updates/commands/record-deliveries";
import { isSignedBySendGrid, readReports, readVerificationKey } from "@vetsuccess/providers/sendgrid-webhook";
import type { FastifyInstance } from "fastify";

const header = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** POST /webhooks/sendgrid: what became of mails. Only what SendGrid signed is read. */
export function sendGridWebhook(app: FastifyInstance, deps: Deps, publicKey: string): void {
  const key = readVerificationKey(publicKey);
  void app.register((scope, _options, done) => {
    // The signature covers the body as it came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, parsed) => parsed(null, body));
    scope.post("/webhooks/sendgrid", { config: { access: "open" } }, async (request, reply) => {
      const body = typeof request.body === "string" ? request.body : "";
      const signed = {
        body,
        signature: header(request.headers["x-twilio-email-event-webhook-signature"]),
        timestamp: header(request.headers["x-twilio-email-event-webhook-timestamp"]),
      };
      if (!isSignedBySendGrid(key, signed, deps.now()))
        throw new DomainError("NOT_SIGNED_IN", "The signature is missing, wrong or too old.");
      const reports = readReports(parse(body));
      if (reports === null) throw new DomainError("INVALID_INPUT", "The body is not a list of events.");
      await recordDeliveries({ ...deps, log: request.log }, reports);
      return reply.code(204).send();
    });
    done();
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}
