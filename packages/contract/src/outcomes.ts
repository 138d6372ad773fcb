import { z } from "zod";

/** Whom a final outcome ends all texts to: the pet it is recorded for, or its owner with all pets. */
export const outcomeScopes = ["PET", "CLIENT"] as const;
export const OutcomeScope = z.enum(outcomeScopes);
export type OutcomeScope = z.infer<typeof OutcomeScope>;

/** What an agent may record for a pet. A final one ends all texts for the pet. */
export const Outcome = z.object({ uuid: z.uuid(), text: z.string(), isFinal: z.boolean() });
export type Outcome = z.infer<typeof Outcome>;
/** By text. */
export const OutcomeList = z.array(Outcome);

/** Ids of the outcomes that most pets have, most first: the ones worth a key. */
export const MostUsedOutcomes = z.array(z.uuid()).max(9);
export const OutcomeRow = Outcome.extend({
  scope: OutcomeScope,
  /** Agents cannot record it any more; what it means for pets that have it stays. */
  isArchived: z.boolean(),
  /** Pets that have it now. */
  pets: z.int(),
  /** How often it was recorded. */
  recorded: z.int(),
  version: z.int(),
});
export type OutcomeRow = z.infer<typeof OutcomeRow>;
/** By text, archived ones too. */
export const OutcomeRowList = z.array(OutcomeRow);

const words = {
  text: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(255)
    .regex(/^[^\p{Cc}]*$/u, "must be one line"),
  isFinal: z.boolean(),
  scope: OutcomeScope,
};
export const CreateOutcomeInput = z.strictObject(words);
export type CreateOutcomeInput = z.infer<typeof CreateOutcomeInput>;
export const UpdateOutcomeInput = z.strictObject({ uuid: z.uuid(), version: z.int(), ...words });
export type UpdateOutcomeInput = z.infer<typeof UpdateOutcomeInput>;
export const OutcomeIdInput = z.strictObject({ uuid: z.uuid() });
export type OutcomeIdInput = z.infer<typeof OutcomeIdInput>;
/** Pets with `uuid` get `intoUuid` instead; `uuid` goes. */
export const MergeOutcomesInput = z.strictObject({ uuid: z.uuid(), intoUuid: z.uuid() });
export type MergeOutcomesInput = z.infer<typeof MergeOutcomesInput>;
