import {
  isTemplateVariable,
  templatePart,
  templateProblem,
  type TemplateVariable,
} from "@vetsuccess/contract/templates";

export type TemplateValues = Record<TemplateVariable, string>;

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

/**
 * Fills a template in. Values are data: braces in them stay as they are.
 *
 * @returns null when the template is broken or asks for a value that is empty
 */
export function fillTemplate(template: string, values: TemplateValues): string | null {
  if (templateProblem(template) !== null) return null;
  let isComplete = true;
  const text = template.replaceAll(templatePart, (found, name: string | undefined) => {
    if (name === undefined || !isTemplateVariable(name)) return found.slice(0, 1);
    if (values[name].trim() === "") isComplete = false;
    return values[name];
  });
  return isComplete ? text : null;
}

/** The words that planning writes with. */
export interface Wording {
  /** In the order of matching. */
  templates: readonly Template[];
  defaultTexts: DefaultTexts;
}

/** The first template, in the order given, one of whose key words occurs in the description, whatever the case. */
export function matchTemplate(
  description: string | null,
  templates: readonly Template[],
): Template | undefined {
  const words = description?.toLowerCase() ?? "";
  return templates.find((template) => findKeyWord(words, template.keyWords) !== undefined);
}

/** The first of the key words that occurs in the words, which are in lower case. */
export function findKeyWord(words: string, keyWords: readonly string[]): string | undefined {
  return keyWords.find((keyWord) => keyWord.trim() !== "" && words.includes(keyWord.toLowerCase()));
}
