import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

/** What starts and ends programs of the product as processes of their own; those left over die with their test. */
export function usePrograms() {
  const running = new Set<ChildProcess>();
  afterEach(async () => {
    for (const program of running) await end(program, "SIGKILL");
  });

  /** Starts a program from its source, with no environment but the one given; FAILPOINT in it kills it there. */
  function start(main: URL, env: Record<string, string>): ChildProcess {
    const failpoint = "FAILPOINT" in env ? ["--import", new URL("failpoint.ts", import.meta.url).href] : [];
    const program = fork(fileURLToPath(main), {
      execArgv: ["--import", "tsx", ...failpoint],
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: { PATH: process.env["PATH"], ...env },
    });
    program.stdout?.resume();
    running.add(program);
    program.once("exit", () => running.delete(program));
    return program;
  }

  /** Starts a program and waits until it says that it is ready. */
  async function startReady(main: URL, env: Record<string, string>): Promise<ChildProcess> {
    const program = start(main, env);
    await Promise.race([
      once(program, "message"),
      once(program, "exit").then(([code]) => {
        throw new Error(`the program ended with ${String(code)} before it was ready`);
      }),
    ]);
    return program;
  }

  async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (program.exitCode !== null || program.signalCode !== null) return;
    const exit = once(program, "exit");
    program.kill(signal);
    await exit;
  }

  return { start, startReady, end };
}

/** Looks every 50 ms until it is so. */
export async function until(isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`it did not happen within ${withinMs} ms`);
    await sleep(50);
  }
}
