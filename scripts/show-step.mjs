// One line per long step: what is done, for how long already, and how long it took.
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Does the work and shows that it goes on. When it fails, says so and ends the process. */
export async function showStep(title, work) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const isTerminal = process.stdout.isTTY;
  let frame = 0;
  const draw = (mark) => process.stdout.write(`\r\u001B[2K${mark} ${title} ${seconds()}`);
  const timer = isTerminal ? setInterval(() => draw(frames[frame++ % frames.length]), 100) : undefined;
  if (!isTerminal) console.log(`${title} …`);
  try {
    await work();
    clearInterval(timer);
    if (isTerminal) draw("✓");
    console.log(isTerminal ? "" : `  done in ${seconds()}`);
  } catch (error) {
    clearInterval(timer);
    if (isTerminal) draw("✗");
    console.error(`\n${title} failed after ${seconds()}:\n\n${error.message}`);
    process.exit(1);
  }
}
