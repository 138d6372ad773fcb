import { z } from "zod";

/** A practice to choose from. */
export const PracticeOption = z.object({
  oduId: z.string(),
  name: z.string().nullable(),
  /** The remote scheduler who serves it, as its texts name him; null without settings. */
  scheduler: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** A text was planned for it at some time. */
  hasTexts: z.boolean(),
});
export type PracticeOption = z.infer<typeof PracticeOption>;

/** Practices by name, and those of each scheduler by his. Archived ones are not among them. */
export const PracticeList = z.object({
  practices: z.array(PracticeOption),
  schedulers: z.array(z.object({ name: z.string(), practiceIds: z.array(z.string()) })),
});
export type PracticeList = z.infer<typeof PracticeList>;
