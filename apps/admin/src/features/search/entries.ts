import type { Icon } from "@tabler/icons-react";

/** A row of the palette. */
export interface Entry {
  /** Of this row alone, in the whole list. */
  id: string;
  icon: Icon;
  label: string;
  detail?: string;
  /** At the right, e.g. which field was found. */
  hint?: string;
  /** Further words it is found by. */
  words?: string;
  run: () => void;
}

export interface EntryGroup {
  title: string;
  entries: readonly Entry[];
}

const mostOfGroup = 6;

/**
 * The entries in which every word begins one of theirs, in their order; without words, all but those of the groups that are
 * too long to be of help.
 */
export function findEntries(groups: readonly EntryGroup[], words: string): EntryGroup[] {
  const wanted = wordsOf(words);
  return groups
    .map(({ title, entries }) => ({
      title,
      entries: (wanted.length === 0 && entries.length > 2 * mostOfGroup
        ? []
        : entries.filter(({ label, words: more = "" }) => fits(wordsOf(`${label} ${more}`), wanted))
      ).slice(0, wanted.length === 0 ? 2 * mostOfGroup : mostOfGroup),
    }))
    .filter(({ entries }) => entries.length > 0);
}

const fits = (own: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((word) => own.some((each) => each.startsWith(word)));

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
