/** The id of the line that says why nothing can be changed: what is disabled on the page is described by it. */
export const refusalLineId = "client-refusal";

/**
 * What a control carries that cannot be used for this reason: it stays within reach of the keyboard, and says why to the
 * pointer, the finger and the screen reader. Whatever it does when it is pressed must be left out by the caller.
 */
export function refused(refusal: string | undefined, ...describedBy: string[]) {
  const ids = [...(refusal === undefined ? [] : [refusalLineId]), ...describedBy].join(" ");
  return {
    "aria-describedby": ids === "" ? undefined : ids,
    ...(refusal === undefined ? {} : { "aria-disabled": true, "data-hint": refusal }),
  };
}
