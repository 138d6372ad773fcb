import type { ClientChanges } from "@vetsuccess/contract/clients";
import type { FieldError } from "@vetsuccess/contract/errors";
import type { Tx } from "@vetsuccess/db/client";
import type { Actor } from "../../deps.ts";
import type { PatientToChange } from "../queries/client-to-change.ts";
import type { Trace } from "./trace-changes.ts";

type PatientChange = NonNullable<ClientChanges["patients"]>[number];

/** What is wrong with the changes: a pet that is none of the client's, an outcome that is not in the list. */
export function patientErrors(
  changes: readonly PatientChange[],
  patients: readonly PatientToChange[],
  outcomes: ReadonlySet<string>,
): FieldError[] {
  const known = new Set(patients.map(({ oduId }) => oduId));
  return changes.flatMap(({ oduId, outcome }, at) => [
    ...(known.has(oduId) ? [] : [{ path: `patients.${at}.oduId`, message: "is not a pet of this client" }]),
    ...(outcome === undefined || outcome === null || outcomes.has(outcome)
      ? []
      : [{ path: `patients.${at}.outcome`, message: "is not in the list of outcomes" }]),
  ]);
}

/** Pets by what the changes mean for their texts. */
export interface PatientEffects {
  /** An outcome was recorded for them now. */
  recorded: string[];
  optedOut: string[];
}

/** Writes the changed columns of each pet, keeps every outcome in the history, and traces it all. */
export async function changePatients(
  tx: Tx,
  actor: Actor,
  changes: readonly PatientChange[],
  patients: readonly PatientToChange[],
  trace: Trace,
  now: Date,
): Promise<PatientEffects> {
  const effects: PatientEffects = { recorded: [], optedOut: [] };
  for (const before of patients) {
    // Of a pet that is named twice the later word counts.
    const { outcome, optOut, comment } = changes
      .filter((each) => each.oduId === before.oduId)
      .reduce((earlier, later) => ({ ...earlier, ...later }));
    const pathOf = (field: string) => `patients.${before.oduId}.${field}`;
    const columns: {
      outcome?: string | null;
      outcomeAt?: Date | null;
      optOut?: boolean | null;
      comment?: string | null;
    } = {};
    if (outcome !== undefined && (outcome !== null || before.outcome !== null)) {
      Object.assign(columns, { outcome, outcomeAt: outcome === null ? null : now });
      trace.change(pathOf("outcome"), before.outcome, outcome);
      trace.change(pathOf("outcomeAt"), before.outcomeAt, outcome === null ? null : now);
      await tx.outcomeHistory.create({
        data: {
          patientId: before.oduId,
          outcome,
          previous: before.outcome,
          at: now,
          actorId: actor.id.slice(0, 64),
          actorLabel: actor.label.slice(0, 255),
        },
        select: { id: true },
      });
      if (outcome !== null) effects.recorded.push(before.oduId);
    }
    if (optOut !== undefined && optOut !== before.optOut) {
      columns.optOut = optOut;
      trace.change(pathOf("optOut"), before.optOut, optOut);
      if (optOut) effects.optedOut.push(before.oduId);
    }
    if (comment !== undefined && comment !== before.comment) {
      columns.comment = comment;
      trace.change(pathOf("comment"), before.comment, comment);
    }
    if (Object.keys(columns).length > 0)
      await tx.patient.updateMany({ where: { oduId: before.oduId }, data: { ...columns, updatedAt: now } });
  }
  return effects;
}
