import { z } from "zod";
import { PracticeId } from "./outreach.ts";

/** What a template may speak of; written `{scheduler}` in its text. `{{` and `}}` stand for a brace. */
export const templateVariables = [
  "scheduler",
  "practice_name",
  "your_pets_capitalized",
  "your_pets",
  "be_verb",
  "practice_phone_number",
  "link",
] as const;
export type TemplateVariable = (typeof templateVariables)[number];

/** A doubled brace, a variable, or a brace that is neither. */
export const templatePart = /\{\{|\}\}|\{(\w+)\}|[{}]/g;

export const isTemplateVariable = (name: string): name is TemplateVariable =>
  (templateVariables as readonly string[]).includes(name);

/** Why a template cannot be filled in, in words for the one who writes it; null when it can. */
export function templateProblem(template: string): string | null {
  for (const [found, name] of template.matchAll(templatePart)) {
    if (name !== undefined && !isTemplateVariable(name)) return `{${name}} is not a variable of a template`;
    if (name === undefined && found.length === 1) return `a brace "${found}" stands alone`;
  }
  return null;
}

/** Whether a text tells its reader how to opt out: the word STOP, which carriers and Dialpad act upon. */
export const saysStop = (template: string): boolean => /\bSTOP\b/.test(template);

/** The text of a template as it may be saved. */
export const TemplateText = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(1000)
  .superRefine((template, ctx) => {
    const problem = templateProblem(template);
    if (problem !== null) ctx.addIssue({ code: "custom", message: problem });
    if (!saysStop(template))
      ctx.addIssue({ code: "custom", message: 'must say how to opt out: "Reply STOP to opt out."' });
  });

/** Key words are found in a reminder's description in any case, inside words too. */
export const KeyWords = z
  .array(z.string().trim().toLowerCase().min(1, "must not be empty").max(64))
  .min(1, "at least one key word")
  .max(50)
  .transform((keyWords) => [...new Set(keyWords)]);

/** The texts for clients whom no template fits. */
export const defaultTextKeys = ["WITH_LINK", "WITH_PHONE"] as const;
export const DefaultTextKey = z.enum(defaultTextKeys);
export type DefaultTextKey = z.infer<typeof DefaultTextKey>;

const saved = { template: z.string(), version: z.int(), updatedAt: z.date(), problem: z.string().nullable() };
export const TemplateRow = z.object({ uuid: z.uuid(), keyWords: z.array(z.string()), ...saved });
export type TemplateRow = z.infer<typeof TemplateRow>;
export const DefaultTextRow = z.object({ key: DefaultTextKey, ...saved });
export type DefaultTextRow = z.infer<typeof DefaultTextRow>;
/** Templates in the order of matching. */
export const TemplateList = z.object({
  templates: z.array(TemplateRow),
  defaultTexts: z.array(DefaultTextRow),
});
export type TemplateList = z.infer<typeof TemplateList>;

export const CreateTemplateInput = z.strictObject({ keyWords: KeyWords, template: TemplateText });
export type CreateTemplateInput = z.infer<typeof CreateTemplateInput>;
export const UpdateTemplateInput = z.strictObject({
  uuid: z.uuid(),
  version: z.int(),
  keyWords: KeyWords,
  template: TemplateText,
});
export type UpdateTemplateInput = z.infer<typeof UpdateTemplateInput>;
export const UpdateDefaultTextInput = z.strictObject({
  key: DefaultTextKey,
  version: z.int(),
  template: TemplateText,
});
export type UpdateDefaultTextInput = z.infer<typeof UpdateDefaultTextInput>;
export const DeleteTemplateInput = z.strictObject({ uuid: z.uuid(), version: z.int() });
export type DeleteTemplateInput = z.infer<typeof DeleteTemplateInput>;
/** All templates in their new order. */
export const ReorderTemplatesInput = z.strictObject({ uuids: z.array(z.uuid()).min(1).max(1000) });
export type ReorderTemplatesInput = z.infer<typeof ReorderTemplatesInput>;

/** Of a template or a default text. */
export const TemplateId = z.union([z.uuid(), DefaultTextKey]);
export const ListTemplateVersionsInput = z.strictObject({ templateId: TemplateId });
export type ListTemplateVersionsInput = z.infer<typeof ListTemplateVersionsInput>;
/** Also in `details` of a CONFLICT: what somebody else has saved meanwhile. */
export const TemplateVersion = z.object({
  version: z.int(),
  keyWords: z.array(z.string()),
  template: z.string(),
  at: z.date(),
  by: z.string(),
});
export type TemplateVersion = z.infer<typeof TemplateVersion>;
/** Newest first. */
export const TemplateVersionList = z.array(TemplateVersion);

/** How a text travels: GSM-7 holds 160 characters (153 in each of several segments), UCS-2 70 (67). */
export const SmsSize = z.object({
  encoding: z.enum(["GSM-7", "UCS-2"]),
  segments: z.int(),
  /** Units of the encoding; some GSM-7 characters count twice. */
  units: z.int(),
  /** Units that the text may grow to without a further segment. */
  room: z.int(),
  /** Characters that GSM-7 does not have, each once. */
  foreign: z.array(z.string()),
});
export type SmsSize = z.infer<typeof SmsSize>;

/** A text that is not saved yet may be tried too. */
export const PreviewTemplateInput = z.strictObject({
  template: z.string().max(2000),
  practiceId: PracticeId.optional(),
});
export type PreviewTemplateInput = z.infer<typeof PreviewTemplateInput>;
/** The template filled in for one, two, three and more pets of real clients. */
export const TemplatePreview = z.object({
  problem: z.string().nullable(),
  /** Whose values were used; null: made up, for there is none with settings. */
  practiceName: z.string().nullable(),
  texts: z.array(
    z.object({
      pets: z.array(z.string()),
      text: z.string(),
      /** The template asks for what the practice does not have: the default text goes instead. */
      isIncomplete: z.boolean(),
      size: SmsSize,
    }),
  ),
});
export type TemplatePreview = z.infer<typeof TemplatePreview>;

export const MatchTemplateInput = z.strictObject({
  description: z.string().max(255),
  /** Key words as they would be, saved or not, of the template `uuid`; null: of a new last one. */
  draft: z
    .strictObject({ uuid: z.uuid().nullable(), keyWords: z.array(z.string().max(64)).max(50) })
    .optional(),
});
export type MatchTemplateInput = z.infer<typeof MatchTemplateInput>;
/** Which template a description gets; null uuid: that of the draft, or with `isDefault` the default text. */
export const TemplateMatch = z.object({
  isDefault: z.boolean(),
  uuid: z.uuid().nullable(),
  keyWord: z.string().nullable(),
  /** Further templates that would fit, were it not for the order. */
  alsoFits: z.array(z.uuid()),
  /** Descriptions like it among undecided reminders. */
  reminders: z.int(),
});
export type TemplateMatch = z.infer<typeof TemplateMatch>;
