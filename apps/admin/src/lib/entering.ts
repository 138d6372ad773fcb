/** From then on it is better to see that something comes; in milliseconds. */
const soonMs = 150;

/**
 * For a loader: the page before stays until the answer is there, if it comes soon, so that no skeleton is drawn for a moment.
 * Whoever is on the page already sees there what it waits for.
 *
 * @param answer never fails: the page says what went wrong
 */
export function whenEntering(
  cause: "preload" | "enter" | "stay",
  answer: Promise<void>,
): Promise<void> | undefined {
  if (cause === "stay") return undefined;
  return Promise.race([answer, new Promise<void>((resolve) => setTimeout(resolve, soonMs))]);
}
