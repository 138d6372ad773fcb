import type { DeliveryState, UpdateStatus } from "@vetsuccess/contract/email-updates";

export interface UpdateState {
  status: UpdateStatus;
  delivery: DeliveryState | null;
  isSending: boolean;
}

/** Why a mail cannot be sent again by hand; null: it can. */
export function cannotSendAgain({ status, delivery, isSending }: UpdateState): string | null {
  if (isSending) return "It is being sent at this moment.";
  if (status === "PENDING") return "It waits to be sent already.";
  const cameBack = delivery === "BOUNCED" || delivery === "DROPPED";
  if (status === "SENT" && !cameBack)
    return "It was accepted, and a practice gets one e-mail a day. Its files can be downloaded here.";
  return null;
}
