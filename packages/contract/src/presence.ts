import { z } from "zod";
import { ExtractorId } from "./clients.ts";

/** A browser tab names itself, once, when it is opened. */
const tab = { tabId: z.uuid() };

export const EnterClientInput = z.strictObject({ clientId: ExtractorId, ...tab });
export type EnterClientInput = z.infer<typeof EnterClientInput>;
export const LeaveClientInput = z.strictObject(tab);
export type LeaveClientInput = z.infer<typeof LeaveClientInput>;
export const TakeClientInput = z.strictObject({
  clientId: ExtractorId,
  ...tab,
  /** Also when somebody else works on it. */
  isTakeOver: z.boolean().default(false),
});
export type TakeClientInput = z.infer<typeof TakeClientInput>;
export const ListPresenceInput = z.strictObject({
  clientIds: z.array(ExtractorId).min(1).max(100),
  /** The caller's own, to know its lease. */
  tabId: z.uuid().optional(),
});
export type ListPresenceInput = z.infer<typeof ListPresenceInput>;

/** Who works on a client. */
export const ClientWorker = z.object({ userId: z.uuid(), name: z.string(), takenAt: z.date() });
export type ClientWorker = z.infer<typeof ClientWorker>;

/** Who is at a client now. */
export const ClientPresence = z.object({
  clientId: z.string(),
  /** Everybody but the caller who has it open, the longest first. */
  colleagues: z.array(z.object({ userId: z.uuid(), name: z.string(), since: z.date() })),
  /** null: nobody. */
  worker: ClientWorker.extend({ isYou: z.boolean(), isThisTab: z.boolean() }).nullable(),
});
export type ClientPresence = z.infer<typeof ClientPresence>;
/** Of the clients with somebody at them, the others are left out. */
export const ClientPresences = z.array(ClientPresence);
