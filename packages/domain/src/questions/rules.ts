/** What is alike in questions that are the same: case, blanks and the mark at the end do not count. */
export function questionKey(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replace(/[\s?.!]+$/, "")
    .trim();
}
