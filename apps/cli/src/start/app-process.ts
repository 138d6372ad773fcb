import { fork, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const steadyMs = 60_000;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 8_000;

const Ready = z.object({ ready: z.literal(true), url: z.url().optional() });

interface Settings {
  /** The app's folder in apps/, e.g. "worker". */
  name: string;
  env: Record<string, string | undefined>;
  logFile: string;
  say(line: string): void;
}

/** A program of ours ended before it was ready; the message shows the end of its log. */
export class DidNotStart extends Error {}

/**
 * A program of ours beside this one, in a process of its own, started again when it breaks down. It writes into its log
 * file. It has a session of its own, so that Ctrl-C reaches this process alone, and it leaves when this one is gone.
 */
export class AppProcess {
  readonly #settings: Settings;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #pauseMs = firstPauseMs;
  #pause: NodeJS.Timeout | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Starts it and waits until it says that it is ready.
   *
   * @returns where it listens, if it does
   * @throws DidNotStart when it ends before
   */
  async start(): Promise<string | undefined> {
    const { name, env, logFile } = this.#settings;
    const log = openSync(logFile, "a");
    const child = fork(siblingOf(process.argv[1] ?? "", name), [], {
      env,
      execArgv: [...process.execArgv, "--enable-source-maps"],
      detached: process.platform !== "win32",
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    this.#child = child;
    const startedAt = performance.now();
    const late = setTimeout(() => child.kill("SIGKILL"), startTimeoutMs);
    try {
      const url = await new Promise<string | undefined>((done, fail) => {
        child.on("message", (message) => {
          const said = Ready.safeParse(message);
          if (said.success) done(said.data.url);
        });
        child.once("error", fail);
        child.once("exit", () =>
          fail(new DidNotStart(`The ${name} did not start. The end of ${logFile}:\n${endOf(logFile)}`)),
        );
      });
      child.once("exit", (code, signal) =>
        this.#startAgain(signal ?? `exit ${code}`, performance.now() - startedAt),
      );
      return url;
    } finally {
      clearTimeout(late);
    }
  }

  /** Asks it to leave, and ends it if it takes too long. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await gone;
    clearTimeout(late);
  }

  /** Ends it at once. */
  kill(): void {
    this.#isStopping = true;
    this.#child?.kill("SIGKILL");
  }

  #startAgain(reason: string, lastedMs: number): void {
    if (this.#isStopping) return;
    const { name, say, logFile } = this.#settings;
    if (lastedMs > steadyMs) this.#pauseMs = firstPauseMs;
    say(
      `The ${name} broke down (${reason}); it starts again in ${this.#pauseMs / 1000} s. Its log: ${logFile}`,
    );
    this.#pause = setTimeout(() => {
      this.start().then(
        () => say(`The ${name} is back.`),
        () => this.#startAgain("it did not start", 0),
      );
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}

/** apps/cli/src/main.ts → apps/worker/src/main.ts, and the same of what is bundled in dist. */
function siblingOf(program: string, name: string): string {
  const folder = dirname(program);
  return join(folder, "../..", name, basename(folder), basename(program));
}

function endOf(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
