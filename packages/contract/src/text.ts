/** NUL, which no database keeps, and half of a surrogate pair, which is no character. */
const unreadable = /[\0\p{Cs}]/u;

/**
 * The place in plain data of the first text that cannot be kept, e.g. "patients.0.comment"; "" for the data itself, null
 * when there is none.
 */
export function findUnreadable(data: unknown): string | null {
  const waiting: [path: string, value: unknown][] = [["", data]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === "string" && unreadable.test(value)) return path;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (unreadable.test(key)) return path;
      waiting.push([path === "" ? key : `${path}.${key}`, inner]);
    }
  }
  return null;
}
