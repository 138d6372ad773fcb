/** Of the keys 1 to 9. */
const keyCount = 9;

/**
 * Which outcome each of the keys 1 to 9 records. Fingers remember: a key keeps its outcome for as long as there is that
 * outcome; free keys go to the most used ones, then to the others.
 *
 * @param before ids by key, as they were last time
 * @param mostUsed ids, most used first
 * @param all ids of every outcome there is
 */
export function assignKeys(
  before: readonly (string | null)[],
  mostUsed: readonly string[],
  all: readonly string[],
): (string | null)[] {
  const known = new Set(all);
  const kept = Array.from({ length: keyCount }, (_, at) => {
    const id = before[at] ?? null;
    return id !== null && known.has(id) && before.indexOf(id) === at ? id : null;
  });
  const free = [...mostUsed, ...all].filter(
    (id, at, list) => known.has(id) && !kept.includes(id) && list.indexOf(id) === at,
  );
  return kept.map((id) => id ?? free.shift() ?? null);
}
