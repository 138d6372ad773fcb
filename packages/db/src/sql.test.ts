import { expect, test } from "vitest";
import { likeLiteral } from "./sql.ts";

test("LIKE takes a term by its letters", () => {
  expect(likeLiteral("50%_\\")).toBe("50\\%\\_\\\\");
});
