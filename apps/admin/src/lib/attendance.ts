/** Without a key, a click or a movement for so long, nobody is there. */
const awayMs = 60_000;
const acts = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Opening the page is something that a person does. */
let lastActAt = performance.now();

/** Notes that a person did something. `at`: milliseconds since the page was opened. */
export function noteAct(at = performance.now()): void {
  lastActAt = at;
}

/** Listens for what people do with the page, once. */
export function watchForPeople(): void {
  for (const act of acts) addEventListener(act, () => noteAct(), { passive: true, capture: true });
}

/** Whether nobody is at the page, which then refreshes itself alone: that must not keep the session alive. */
export function isUnattended(now = performance.now()): boolean {
  return now - lastActAt >= awayMs;
}
