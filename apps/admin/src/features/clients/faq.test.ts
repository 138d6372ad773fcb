import { expect, test } from "vitest";
import { sortFaq } from "./faq.ts";

const faq = [
  { questionId: "1", question: "How much is an exam?", answer: "$68, recheck $42." },
  { questionId: "2", question: "Who sees exotic pets?", answer: "Dr. Lee on Tuesdays." },
  { questionId: "3", question: "Do you take walk-ins?", answer: "Before 10, not on Tuesdays." },
];

test.each<[string, string[], string, string[]]>([
  ["everything, as it came", [], "", ["1", "2", "3"]],
  ["pinned ones first", ["3"], "", ["3", "1", "2"]],
  ["what is found in the question or the answer, whatever the case", [], "tuesdays", ["2", "3"]],
  ["every word must be found", [], "lee TUES", ["2"]],
  ["a pin does not bring back what is not found", ["1"], "lee", ["2"]],
])("shows %s", (_, pins, search, ids) => {
  expect(sortFaq(faq, new Set(pins), search).map(({ questionId }) => questionId)).toEqual(ids);
});
