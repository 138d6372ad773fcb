import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { z } from "zod";

/** Older than this, or so far ahead, a signed body counts as one that somebody kept. */
const maxAgeMs = 300_000;

/** A report about a mail of ours, as SendGrid posts it. */
export interface SendGridReport {
  id: string;
  attemptId: string;
  address: string;
  kind: string;
  reason: string | null;
  at: Date;
}

export interface SignedBody {
  /** As it came, byte by byte. */
  body: string;
  signature: string | undefined;
  timestamp: string | undefined;
}

/** @throws Error when it is no public key */
export function readVerificationKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
}

/**
 * Whether SendGrid signed the body within the last five minutes: ECDSA with SHA-256 over timestamp and body.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function isSignedBySendGrid(
  key: KeyObject,
  { body, signature, timestamp }: SignedBody,
  now: Date,
): boolean {
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > maxAgeMs) return false;
  try {
    return verify("sha256", Buffer.from(timestamp + body), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

const Report = z.object({
  sg_event_id: z.string().min(1).max(255),
  attempt_id: z.uuid(),
  email: z.string().max(320),
  event: z.string().min(1).max(32),
  timestamp: z.number().positive(),
  reason: z.string().nullish(),
  response: z.string().nullish(),
  /** SendGrid counts a refusal for a while as a bounce of type "blocked". */
  type: z.string().nullish(),
});

/** Reports about mails of ours; whatever else a body holds (invitations, opens) is passed over. Null: it is no list. */
export function readReports(body: unknown): SendGridReport[] | null {
  if (!Array.isArray(body)) return null;
  return body.slice(0, 10_000).flatMap((each) => {
    const parsed = Report.safeParse(each);
    if (!parsed.success) return [];
    const { sg_event_id: id, attempt_id: attemptId, email: address, event: kind, timestamp } = parsed.data;
    const reason = parsed.data.reason ?? parsed.data.response ?? null;
    return [{ id, attemptId, address, kind, reason, at: new Date(timestamp * 1000) }];
  });
}
