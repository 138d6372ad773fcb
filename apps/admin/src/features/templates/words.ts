import type { DefaultTextKey, TemplateVariable } from "@vetsuccess/contract/templates";

/** When each default text goes. */
export const defaultTextWords = {
  WITH_LINK: {
    name: "Default text with the link",
    when: "Where no template fits, or a pet has several reminders.",
  },
  WITH_PHONE: {
    name: "Default text with the phone number",
    when: "Where several reminders fit a template each.",
  },
} as const satisfies Record<DefaultTextKey, { name: string; when: string }>;

/** What a variable stands for. */
export const variableWords = {
  scheduler: "Scheduler",
  practice_name: "Practice",
  your_pets_capitalized: "Pets (begins a sentence)",
  your_pets: "Pets",
  be_verb: "is / are",
  practice_phone_number: "Phone",
  link: "Link",
} as const satisfies Record<TemplateVariable, string>;
