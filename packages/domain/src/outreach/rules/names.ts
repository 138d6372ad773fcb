/** How a text speaks of a client's pets. */
export interface PetWords {
  /** At the start of a sentence. */
  capitalized: string;
  inside: string;
  beVerb: "is" | "are";
}

/** From this many pets on a text speaks of "your pets". */
const collectiveFrom = 4;

/**
 * A pet's name as a text shows it: each word capitalized, spaces and line breaks between words one space. A word that is
 * written with care stays ("McDuff"); after an apostrophe only a name goes on with a capital ("O'Brien's").
 */
export function petName(name: string): string {
  return name
    .normalize("NFC")
    .trim()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu, properWord);
}

const oneLetter = /^\p{L}\p{M}*$/u;

function properWord(word: string): string {
  const parts = word.split(/(['’])/);
  return parts
    .map((part, at) => {
      const before = parts[at - 2];
      const isName = before === undefined || (oneLetter.test(before) && !oneLetter.test(part));
      return isName ? capitalize(part) : part.toLowerCase();
    })
    .join("");
}

function capitalize(part: string): string {
  if (/^\p{Lu}.*\p{Ll}/u.test(part) && /^.+\p{Lu}/u.test(part)) return part;
  const [first = "", ...rest] = part.toLowerCase();
  const [head = "", ...tail] = first.toUpperCase();
  return (head + tail.join("").toLowerCase() + rest.join("")).normalize("NFC");
}

/** The words for pets of these names (as `petName` gives them), in the order given. */
export function petWords(names: readonly string[]): PetWords {
  const beVerb = names.length === 1 ? "is" : "are";
  if (names.length >= collectiveFrom) return { capitalized: "Your pets", inside: "your pets", beVerb };
  const joined = [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" and ");
  return { capitalized: joined, inside: joined, beVerb };
}
