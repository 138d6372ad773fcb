/** What the product needs from an SMS provider. `packages/providers` has the real one. */
export interface SmsProvider {
  /**
   * Asks the provider to send one SMS. Never throws for what the provider or the network does: the answer says what is
   * known. Takes at most the provider's total time-out.
   */
  send(message: SmsMessage): Promise<SmsAnswer>;
}

export interface SmsMessage {
  /** E.164 */
  numberFrom: string;
  /** E.164 */
  numberTo: string;
  text: string;
}

interface Known {
  httpStatus: number | null;
  /** The provider's answer, bounded, for the record. */
  response: unknown;
}

/** How a call ended; see the table "Sending" of the domain. */
export type SmsAnswer =
  | (Known & { result: "ACCEPTED"; providerId: string | null })
  /** Tried again by everybody after this pause. */
  | (Known & { result: "RATE_LIMITED"; retryAfterMs: number; error: string })
  | (Known & { result: "AUTH_FAILED"; error: string })
  | (Known & { result: "REJECTED"; error: string })
  /** Surely nothing was sent: DNS, connection refused. */
  | (Known & { result: "NOT_SENT"; error: string })
  /** It may have gone out. */
  | (Known & { result: "UNKNOWN"; cause: "TIMED_OUT" | "CONNECTION_LOST" | "PROVIDER_ERROR"; error: string });
