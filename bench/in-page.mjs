// Runs inside the page that is measured, so that the way there and back does not count.
const frame = () => new Promise((done) => requestAnimationFrame(done));
const longestMs = 5_000;

/** Milliseconds from a click, or from a choice in a drop-down, until an element is there, at an address that has `part` in it. */
globalThis.clickUntilShown = async ({ click, choose, shown, address = "" }) => {
  const before = location.href;
  const heading = () => document.querySelector("h1")?.textContent;
  const headingBefore = heading();
  const started = performance.now();
  const target = document.querySelector(click);
  if (choose === undefined) target.click();
  else {
    target.value = choose;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const isThere = () =>
    location.href !== before &&
    location.search.includes(address) &&
    (address !== "" || heading() !== headingBefore) &&
    document.querySelector("[aria-busy=true]") === null &&
    document.querySelector(shown) !== null;
  while (!isThere() && performance.now() - started < longestMs) await frame();
  return performance.now() - started;
};

/** Milliseconds from the next key until the search over all has its results, without the pause it makes on purpose. */
globalThis.nextKeyUntilFound = (pauseMs) =>
  new Promise((done) => {
    const measure = async ({ timeStamp }) => {
      await new Promise((wait) => setTimeout(wait, pauseMs));
      await frame();
      const isWaiting = () =>
        document.querySelector("[role=dialog] [role=status]").textContent.includes("Searching");
      while (isWaiting()) await frame();
      done(performance.now() - timeStamp - pauseMs);
    };
    document.addEventListener("keydown", (event) => void measure(event), { once: true, capture: true });
  });
