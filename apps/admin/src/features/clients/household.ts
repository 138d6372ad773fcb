import type { ClientDetail } from "@vetsuccess/contract/clients";
import { keyOf } from "./fields.ts";
import type { Outcomes } from "./use-outcomes.ts";
import type { Visit } from "./visit.ts";

/**
 * The pets that an outcome for all is about: not those whose saved outcome has ended their texts, like a pet that died,
 * which a stroke for the others must not bring back. All of them, when there are no others.
 */
export function householdOf(
  { patients }: Pick<ClientDetail, "patients">,
  visit: Pick<Visit, "edits">,
  outcomes: Pick<Outcomes, "isFinal">,
): string[] {
  const edits = visit.edits();
  const going = patients.filter(
    ({ oduId, outcome }) => !outcomes.isFinal(outcome) || edits.has(keyOf("patients", oduId, "outcome")),
  );
  return (going.length > 0 ? going : patients).map(({ oduId }) => oduId);
}
