import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import * as common from "@zxcvbn-ts/language-common";

const zxcvbn = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });

/** How many guesses find a password, by a list of common ones, patterns and the given words. */
export function estimateGuesses(password: string, words: string[]): number {
  return zxcvbn.check(password, words).guesses;
}
