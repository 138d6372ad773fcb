import type { AnsweredQuestion } from "@vetsuccess/contract/questions";

/** The questions in which every word is found, pinned ones first, else as they came. */
export function sortFaq(
  answers: readonly AnsweredQuestion[],
  pins: ReadonlySet<string>,
  search: string,
): AnsweredQuestion[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return answers
    .filter(({ question, answer }) => {
      const text = `${question}\n${answer}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((one, other) => Number(pins.has(other.questionId)) - Number(pins.has(one.questionId)));
}
