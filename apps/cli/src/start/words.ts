/** Where the words of `vet start` go. */
export interface Voice {
  line(text: string): void;
  /** Does the work and shows, in one line, that it goes on and how long it took. `update` adds e.g. "40 %". */
  step<T>(title: string, work: (update: (detail: string) => void) => Promise<T>): Promise<T>;
}

/** Speaks on standard output; in a terminal the line of a step moves while it lasts. */
export function createVoice(out: NodeJS.WriteStream): Voice {
  out.on("error", () => undefined); // the terminal may be gone before us
  const line = (text: string) => void out.write(`${text}\n`);
  return {
    line,
    step: async (title, work) => {
      const startedAt = performance.now();
      let detail = "";
      const text = (mark: string) =>
        `  ${mark} ${title}  ${((performance.now() - startedAt) / 1000).toFixed(1)} s${detail && `  ${detail}`}`;
      const draw = (mark: string) => out.write(`\r\u001B[2K${text(mark)}`);
      const timer = out.isTTY ? setInterval(() => draw("·"), 100) : undefined;
      let mark = "✗";
      try {
        const result = await work((news) => (detail = news));
        mark = "✓";
        detail = "";
        return result;
      } finally {
        clearInterval(timer);
        if (out.isTTY) draw(mark);
        line(out.isTTY ? "" : text(mark));
      }
    },
  };
}

/** What is said when everything runs. */
export const welcome = (url: string, dataDir: string) => `
  VetSuccess is ready:  ${url}

  Try this
    1. Outreach shows who is due today in each practice of the demo.
    2. "Preview" what a practice would send, then "Plan now".
    3. "Deliver now" sends the texts, to a pretend phone you can open.
    4. Click a text to follow it from the reminder to the phone.

  Everything stays on this machine: data and logs are in ${dataDir}
  Press Ctrl-C to stop.
`;
