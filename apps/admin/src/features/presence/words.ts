/** "Dana", "Dana and Robin", "Dana, Robin and 2 others". */
export function namesOf(people: readonly { name: string }[]): string {
  const [first = "", second, ...others] = people.map(({ name }) => name);
  if (second === undefined) return first;
  if (others.length === 0) return `${first} and ${second}`;
  return `${first}, ${second} and ${others.length} ${others.length === 1 ? "other" : "others"}`;
}

/** "DL" of "Dana Lee", "R" of "robin". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== "");
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => Array.from(word ?? "")[0]?.toUpperCase() ?? "").join("");
}
