import { petName, petWords } from "./names.ts";
import { fillTemplate, matchTemplate, type DefaultTexts, type Template } from "./templates.ts";

/** What a text says of the practice. */
export interface Sender {
  scheduler: string;
  practiceName: string;
  /** As it is shown; may be empty. */
  phone: string;
  link: string;
}

/** A pet in a text, with the descriptions of its due reminders. */
export interface PetInText {
  patientId: string;
  name: string;
  descriptions: readonly (string | null)[];
}

export interface WrittenText {
  text: string;
  /** As the text shows them, in its order. */
  names: string[];
  /** The template that fitted but could not be used; the text is the default one then. */
  brokenTemplate: string | null;
}

/**
 * The one text for all due pets of a client, pets in the order of their ids.
 *
 * A pet with several reminders, or a reminder that no template fits: the default text with the link. One reminder in all:
 * its template. Several, each fitting one: the default text with the phone number. A template that is broken or needs a
 * value the practice does not have gives way to the default text with the link.
 *
 * @throws Error when the default text with the link cannot be filled in
 */
export function writeText(
  pets: readonly PetInText[],
  templates: readonly Template[],
  sender: Sender,
  defaults: DefaultTexts,
): WrittenText {
  const sorted = pets.toSorted((a, b) => (a.patientId < b.patientId ? -1 : 1));
  const names = sorted.map((pet) => petName(pet.name));
  const words = petWords(names);
  const fill = (template: string) =>
    fillTemplate(template, {
      scheduler: sender.scheduler,
      practice_name: sender.practiceName,
      your_pets_capitalized: words.capitalized,
      your_pets: words.inside,
      be_verb: words.beVerb,
      practice_phone_number: sender.phone,
      link: sender.link,
    });

  const withLink = (brokenTemplate: string | null = null): WrittenText => {
    const text = fill(defaults.withLink);
    if (text === null) throw new Error("the default text with a link cannot be filled in");
    return { text, names, brokenTemplate };
  };

  if (sorted.some((pet) => pet.descriptions.length > 1)) return withLink();
  const matched = sorted.flatMap((pet) => pet.descriptions.map((each) => matchTemplate(each, templates)));
  const [first] = matched;
  if (!first || matched.includes(undefined)) return withLink();
  const text = fill(matched.length === 1 ? first.template : defaults.withPhone);
  if (text !== null) return { text, names, brokenTemplate: null };
  return withLink(matched.length === 1 ? first.uuid : null);
}
