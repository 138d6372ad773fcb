import type { Cli } from "../deps.ts";

/**
 * Does a long piece of work and shows, in one line, that it goes on and how long it took.
 * `work` may say how far it is, e.g. "40 %".
 */
export async function step<T>(
  { screen }: Pick<Cli, "screen">,
  title: string,
  work: (tell: (news: string) => void) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let news = "";
  let mark = "✗";
  const line = (sign: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    return `  ${sign} ${title.padEnd(34)} ${seconds.padStart(5)} s  ${news}`.trimEnd();
  };
  const redraw = (sign: string) => screen.write(`\r\u001B[2K${line(sign)}`);
  const timer = screen.isTTY ? setInterval(() => redraw("·"), 100) : undefined;
  try {
    const result = await work((latest) => (news = latest));
    mark = "✓";
    news = "";
    return result;
  } finally {
    clearInterval(timer);
    if (screen.isTTY) redraw(mark);
    screen.write(screen.isTTY ? "\n" : `${line(mark)}\n`);
  }
}
