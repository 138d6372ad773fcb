import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

/** Starts a program from its source, with no environment but the one given; FAILPOINT in it kills it there. */
function launch(main: URL, env: Record<string, string>): ChildProcess {
  const failpoint = "FAILPOINT" in env ? ["--import", new URL("failpoint.ts", import.meta.url).href] : [];
  const program = fork(fileURLToPath(main), {
    execArgv: ["--import", "tsx", ...failpoint],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { PATH: process.env["PATH"], ...env },
  });
  program.stdout?.resume();
  return program;
}

/**
 * Starts a program from its source and waits until it says that it is ready.
 *
 * @returns the program, and what it said
 */
export async function startProgram(
  main: URL,
  env: Record<string, string>,
): Promise<{ program: ChildProcess; message: unknown }> {
  const program = launch(main, env);
  return { program, message: await readiness(program) };
}

/** The first message of a program; an error when it ends before. */
async function readiness(program: ChildProcess): Promise<unknown> {
  const [message] = (await Promise.race([
    once(program, "message"),
    once(program, "exit").then(([code]) => {
      throw new Error(`the program ended with ${String(code)} before it was ready`);
    }),
  ])) as unknown[];
  return message;
}

/** Ends a program, and waits until it is gone. */
export async function endProgram(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, "exit");
  program.kill(signal);
  await exit;
}

/** What starts and ends programs of the product as processes of their own; those left over die with their test. */
export function usePrograms() {
  const running = new Set<ChildProcess>();
  afterEach(async () => {
    for (const program of running) await endProgram(program, "SIGKILL");
  });

  /** As {@link launch}, and dies with the test. */
  function start(main: URL, env: Record<string, string>): ChildProcess {
    const program = launch(main, env);
    running.add(program);
    program.once("exit", () => running.delete(program));
    return program;
  }

  /** Starts a program and waits until it says that it is ready. */
  async function startReady(main: URL, env: Record<string, string>): Promise<ChildProcess> {
    const program = start(main, env);
    await readiness(program);
    return program;
  }

  return { start, startReady, end: endProgram };
}

/** Looks every 50 ms until it is so. */
export async function until(isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`it did not happen within ${withinMs} ms`);
    await sleep(50);
  }
}
