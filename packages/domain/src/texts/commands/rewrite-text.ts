import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { getOutreachPractice, getWording } from "../../outreach/queries/practice.ts";
import { listWaitingTexts } from "../../outreach/queries/waiting-texts.ts";
import { writeText } from "../../outreach/rules/texts.ts";
import type { LateReason } from "../rules.ts";

/**
 * Writes a waiting text anew without the pets that it must not speak of any more. Which ones, and why, stays in its
 * history's context.
 *
 * @returns the new text
 */
export async function rewriteText(
  tx: Tx,
  text: { historyId: string; clientId: string | null; practiceId: string },
  leftOut: readonly { patientId: string; reason: LateReason }[],
): Promise<string> {
  const practice = await getOutreachPractice(tx, text.practiceId);
  const clientIds = text.clientId === null ? [] : [text.clientId];
  const waiting = await listWaitingTexts(tx, text.practiceId, clientIds, { lock: false });
  const pets = waiting.find(({ historyId }) => historyId === text.historyId)?.pets ?? [];
  const remaining = pets.filter(({ patientId }) => !leftOut.some((pet) => pet.patientId === patientId));
  const { templates, defaultTexts } = await getWording(tx);
  const written = writeText(remaining, templates, practice.sender, defaultTexts).text;
  const change = JSON.stringify({
    text: written,
    left_out: leftOut.map(({ patientId, reason }) => ({ patient_id: patientId, reason })),
  });
  await tx.$executeRaw(Prisma.sql`
    update apps_smshistory set event_context = event_context || ${change}::jsonb, updated_at = clock_timestamp()
    where uuid = ${text.historyId}::uuid`);
  return written;
}
