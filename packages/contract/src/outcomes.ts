import { z } from "zod";

/** What an agent may record for a pet. A final one ends all texts for the pet. */
export const Outcome = z.object({ uuid: z.uuid(), text: z.string(), isFinal: z.boolean() });
export type Outcome = z.infer<typeof Outcome>;
/** By text. */
export const OutcomeList = z.array(Outcome);

/** Ids of the outcomes that most pets have, most first: the ones worth a key. */
export const MostUsedOutcomes = z.array(z.uuid()).max(9);
