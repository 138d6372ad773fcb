import { z } from "zod";

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
export type TemplateValues = Record<(typeof templateVariables)[number], string>;

/** A text for reminders whose description contains one of the key words. */
export interface Template {
  uuid: string;
  keyWords: readonly string[];
  template: string;
}

/** The texts for clients whom no template fits; templates themselves. */
export interface DefaultTexts {
  withLink: string;
  withPhone: string;
}

export const defaultTexts: DefaultTexts = {
  withLink:
    "Hi, {scheduler} from {practice_name} here. {your_pets_capitalized} {be_verb} overdue for care. " +
    "Choose a time that suits {your_pets} and you: {link} Reply STOP to opt out.",
  withPhone:
    "Hi, {scheduler} from {practice_name} here. {your_pets_capitalized} {be_verb} overdue for care of more than one kind. " +
    "Call {practice_phone_number} and we will plan it in one go for {your_pets}. Reply STOP to opt out.",
};

/** A doubled brace, a variable, or a brace that is neither. */
const part = /\{\{|\}\}|\{(\w+)\}|[{}]/g;

const isVariable = (name: string): name is keyof TemplateValues =>
  (templateVariables as readonly string[]).includes(name);

/** Why a template cannot be used, in words for the one who writes it; null when it can. */
export function templateProblem(template: string): string | null {
  for (const [found, name] of template.matchAll(part)) {
    if (name !== undefined && !isVariable(name)) return `{${name}} is not a variable of a template`;
    if (name === undefined && found.length === 1) return `a brace "${found}" stands alone`;
  }
  return null;
}

/** The text of a template as it may be saved. */
export const TemplateText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .superRefine((template, ctx) => {
    const problem = templateProblem(template);
    if (problem !== null) ctx.addIssue({ code: "custom", message: problem });
  });

/**
 * Fills a template in. Values are data: braces in them stay as they are.
 *
 * @returns null when the template is broken or asks for a value that is empty
 */
export function fillTemplate(template: string, values: TemplateValues): string | null {
  if (templateProblem(template) !== null) return null;
  let isComplete = true;
  const text = template.replaceAll(part, (found, name: string | undefined) => {
    if (name === undefined || !isVariable(name)) return found.slice(0, 1);
    if (values[name].trim() === "") isComplete = false;
    return values[name];
  });
  return isComplete ? text : null;
}

/** The first template, in the order given, one of whose key words occurs in the description, whatever the case. */
export function matchTemplate(
  description: string | null,
  templates: readonly Template[],
): Template | undefined {
  const words = description?.toLowerCase() ?? "";
  return templates.find((template) =>
    template.keyWords.some((keyWord) => keyWord.trim() !== "" && words.includes(keyWord.toLowerCase())),
  );
}
