import type {
  BatchPreview,
  BatchRows,
  BatchText,
  ListBatchRowsInput,
  PreviewBatchInput,
  SkippedPet,
  SkipReason,
} from "@vetsuccess/contract/outreach";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { localDay, utcDay } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import { requireInScope } from "../../identity/rules.ts";
import { holdsBatch, placeholders } from "../rules/batches.ts";
import { newestFirst } from "../rules/patients.ts";
import { sizeOf } from "../rules/sizes.ts";
import type { Sender } from "../rules/texts.ts";
import { windowsToCover, type Window } from "../rules/windows.ts";
import { draftPlan, type Draft, type PlannedText } from "./draft-plan.ts";
import { listPassedOver, type PassedOver } from "./passed-over.ts";
import { findOutreachPractice, type OutreachPractice } from "./practice.ts";

const previewTimeoutMs = 60_000;
const sampleSize = 5;
/** Planning runs in the night: at this hour, UTC, of a day that lies ahead. */
const planningHour = "02:00";

/**
 * What planning the day would do, before anything is saved: texts and clients, who is skipped and why, what it costs, and
 * when it goes out. Works for a practice that is switched off, archived or without settings too.
 *
 * @throws DomainError NOT_FOUND
 */
export function previewBatch(deps: Deps, actor: Actor, input: PreviewBatchInput): Promise<BatchPreview> {
  return withDraft(deps, actor, input, async (tx, drafted) => {
    const { practice, windows, draft, skipped } = drafted;
    const { texts } = draft;
    const segments = texts.reduce((sum, { written }) => sum + sizeOf(written.text).segments, 0);
    const price = deps.settings.smsSegmentPriceCents;
    return {
      practiceId: input.practiceId,
      day: input.day,
      windows,
      reminders: draft.reminders.length,
      texts: texts.length,
      pets: texts.reduce((sum, { written }) => sum + written.names.length, 0),
      skipped: countSkipped(skipped),
      segments,
      costCents: price === undefined ? null : Math.round(segments * price * 100) / 100,
      days: countDays(texts, practice.timeZone),
      samples: await describeTexts(tx, texts.slice(0, sampleSize)),
      isCovered: isCovered(practice, input.day),
      stoppedBecause: stopReason(practice, input.day),
      missing: missingOf(practice.sender),
      batch: practice.batch,
    };
  });
}

/**
 * The texts of the preview, or the pets that get none for a reason, in the order of the clients' or pets' ids.
 *
 * @throws DomainError NOT_FOUND
 */
export function listBatchRows(deps: Deps, actor: Actor, input: ListBatchRowsInput): Promise<BatchRows> {
  const { reason, offset, limit } = input;
  return withDraft(deps, actor, input, async (tx, { draft, skipped }) => {
    if (reason === undefined) {
      const page = draft.texts.slice(offset, offset + limit);
      return { texts: await describeTexts(tx, page), skipped: [], total: draft.texts.length };
    }
    const found = skipped.filter((pet) => pet.reason === reason);
    return { texts: [], skipped: found.slice(offset, offset + limit), total: found.length };
  });
}

interface Drafted {
  practice: OutreachPractice & { isArchived: boolean; isMailingEnabled: boolean };
  windows: Window[];
  draft: Draft;
  skipped: SkippedPet[];
}

function withDraft<T>(
  deps: Deps,
  actor: Actor,
  input: PreviewBatchInput,
  work: (tx: Tx, drafted: Drafted) => Promise<T>,
): Promise<T> {
  requireInScope(actor, input.practiceId);
  const { day, launch, dailySmsCap } = input;
  return inTransaction(
    deps.db,
    async (tx) => {
      const saved = await findOutreachPractice(tx, input.practiceId);
      const practice = {
        ...saved,
        sender: filledIn(saved.sender),
        ...(dailySmsCap === undefined ? {} : { dailySmsCap }),
        ...(launch && {
          launch: {
            launchDate: launch.launchDate,
            startDate: launch.startDateForLaunch,
            endDate: launch.endDateForLaunch,
          },
        }),
      };
      const coveredBefore = isCovered(saved, day) ? null : saved.coveredThrough;
      const windows = windowsToCover(day, coveredBefore, practice.launch);
      const now = day > utcDay(deps.now()) ? new Date(`${day}T${planningHour}:00Z`) : deps.now();
      const draft = await draftPlan(deps, tx, practice, windows, { now, lock: false });
      const skipped = [
        ...draft.skipped,
        ...(await listPassedOver(tx, input.practiceId, windows)).map(asSkipped),
      ];
      return work(tx, { practice: { ...practice, sender: saved.sender }, windows, draft, skipped });
    },
    { timeoutMs: previewTimeoutMs, isolation: "RepeatableRead" },
  );
}

const isCovered = ({ coveredThrough }: OutreachPractice, day: string) =>
  coveredThrough !== null && coveredThrough >= day;

function filledIn(sender: Sender): Sender {
  const or = (field: keyof Sender) => (sender[field].trim() === "" ? placeholders[field] : sender[field]);
  return {
    scheduler: or("scheduler"),
    practiceName: or("practiceName"),
    phone: sender.phone,
    link: or("link"),
  };
}

function missingOf({ scheduler, practiceName, link }: Sender): string[] {
  const values = { smsScheduler: scheduler, smsPracticeName: practiceName, smsLink: link };
  return Object.entries(values).flatMap(([field, value]) => (value.trim() === "" ? [field] : []));
}

function stopReason(practice: Drafted["practice"], day: string): BatchPreview["stoppedBecause"] {
  if (practice.isArchived) return "PRACTICE_ARCHIVED";
  if (!practice.isMailingEnabled) return "MAILING_OFF";
  return holdsBatch(practice, day);
}

function countSkipped(skipped: readonly SkippedPet[]): BatchPreview["skipped"] {
  const counts = new Map<SkipReason, { pets: number; reminders: number }>();
  for (const { reason, reminders } of skipped) {
    const { pets, reminders: sum } = counts.get(reason) ?? { pets: 0, reminders: 0 };
    counts.set(reason, { pets: pets + 1, reminders: sum + reminders.length });
  }
  return [...counts].map(([reason, count]) => ({ reason, ...count })).sort((a, b) => b.pets - a.pets);
}

function countDays(texts: readonly PlannedText[], zone: string | null): BatchPreview["days"] {
  const counts = new Map<string, number>();
  for (const { sendAt } of texts) {
    const day = localDay(sendAt, zone);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].map(([day, count]) => ({ day, texts: count })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The texts with their clients' names. */
async function describeTexts(tx: Tx, texts: readonly PlannedText[]): Promise<BatchText[]> {
  const ids = texts.map(({ clientId }) => clientId);
  const clients = await tx.client.findMany({
    where: { oduId: { in: ids } },
    select: { oduId: true, fullName: true },
  });
  const names = new Map(clients.map(({ oduId, fullName }) => [oduId, fullName]));
  return texts.map(({ clientId, number, sendAt, written }) => {
    const { segments, encoding } = sizeOf(written.text);
    const { names: pets, text } = written;
    return {
      clientId,
      clientName: names.get(clientId) ?? null,
      number,
      pets,
      text,
      sendAt,
      segments,
      encoding,
    };
  });
}

function asSkipped({ patientId, petName, reason, reminders }: PassedOver): SkippedPet {
  return {
    patientId,
    petName,
    reason,
    reminders: newestFirst(reminders).map(({ description, dateDue }) => ({ description, dateDue })),
  };
}
