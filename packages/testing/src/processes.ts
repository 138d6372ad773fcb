import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

/** The folder of apps/ whose program is meant. */
export type Program = "server" | "worker" | "cli";

/** What is run of a program: its bundle, as at home with a user. The global set-up of these tests has built it. */
export const bundleOf = (name: Program, variant = "") =>
  fileURLToPath(new URL(`../../../apps/${name}/dist/${variant}main.js`, import.meta.url));

/** Starts a program, with no environment but the one given; FAILPOINT in it kills a worker there. */
function launch(name: Program, env: Record<string, string>): ChildProcess {
  const program = fork(bundleOf(name, "FAILPOINT" in env ? "failpoint/" : ""), {
    execArgv: ["--enable-source-maps"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { PATH: process.env["PATH"], ...env },
  });
  program.stdout?.resume();
  program.stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  return program;
}

/**
 * Starts a program and waits until it says that it is ready.
 *
 * @returns the program, and what it said
 */
export async function startProgram(
  name: Program,
  env: Record<string, string>,
): Promise<{ program: ChildProcess; message: unknown }> {
  const program = launch(name, env);
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
  function start(name: Program, env: Record<string, string>): ChildProcess {
    const program = launch(name, env);
    running.add(program);
    program.once("exit", () => running.delete(program));
    return program;
  }

  /** Starts a program and waits until it says that it is ready. */
  async function startReady(name: Program, env: Record<string, string>): Promise<ChildProcess> {
    const program = start(name, env);
    await readiness(program);
    return program;
  }

  /** Starts a program that cannot start: all it says, and its exit code. */
  async function startInVain(name: Program, env: Record<string, string>) {
    const program = start(name, env);
    let said = "";
    for (const stream of [program.stdout, program.stderr])
      stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(program, "close")) as [number];
    return { code, said };
  }

  return { start, startReady, startInVain, end: endProgram };
}

/** Looks every 50 ms until it is so. */
export async function until(isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`it did not happen within ${withinMs} ms`);
    await sleep(50);
  }
}
