import type { Random } from "./random.ts";

/** Types of phones that may get a text, as staff typed them over decades, with how many of 100 have each. */
const textableTypes = [
  ["Cellular", 30],
  ["Cell", 17],
  ["Mobile", 12],
  ["CELL PHONE", 8],
  ["Home", 10],
  ["HOME", 4],
  ["home", 3],
  ["hone", 1],
  ["Cell - Jennifer", 2],
  ["cell (wife)", 2],
  ["C", 2],
  ["Primary", 2],
  [null, 7],
] as const;

/** Types that say that the number cannot or must not get a text. */
const otherTypes = [
  "Work",
  "WORK",
  "Work ext 436",
  "Business",
  "fax",
  "Home # IS DISCONECTED",
  "Cellular-Jason-DISCONNECTED7-8-10",
  "home (no text)",
  "wrong #",
  "do not call",
  "Unlisted",
  "Neighbor",
  "Emergency contact",
  "not in service",
] as const;

const writings: readonly ((area: string, exchange: string, line: string) => string)[] = [
  (area, exchange, line) => `(${area}) ${exchange}-${line}`,
  (area, exchange, line) => `(${area})${exchange}-${line}`,
  (area, exchange, line) => `${area}-${exchange}-${line}`,
  (area, exchange, line) => `${area}.${exchange}.${line}`,
  (area, exchange, line) => `${area}${exchange}${line}`,
  (area, exchange, line) => `1-${area}-${exchange}-${line}`,
  (area, exchange, line) => `${area} ${exchange} ${line}`,
];

/** A phone as the practice's software has it, and its number as the extractor cleaned it. */
export interface Phone {
  number: string | null;
  type: string | null;
  appNumber: string | null;
}

/** Writes ten digits the way somebody at the front desk did. */
function written(random: Random, digits: string): string {
  return random.pick(writings)(digits.slice(0, 3), digits.slice(3, 6), digits.slice(6));
}

export function textablePhone(random: Random, digits: string): Phone {
  return { number: written(random, digits), type: random.weighted(textableTypes), appNumber: digits };
}

export function excludedPhone(random: Random, digits: string): Phone {
  return { number: written(random, digits), type: random.pick(otherTypes), appNumber: digits };
}

/** What stands where a number should be. */
export function uselessPhone(random: Random): Phone {
  return random.pick([
    { number: "NO PHONE", type: "Home", appNumber: null },
    { number: "555-0142", type: "home", appNumber: null },
    { number: "000-000-0000", type: "Cell", appNumber: "0000000000" },
    { number: "+44 20 7946 0321", type: "Mobile", appNumber: null },
    { number: null, type: "Cell", appNumber: null },
  ]);
}
