import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@vetsuccess/db/client";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startAzurite } from "@vetsuccess/sandbox/azurite";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import { startFakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { mailADay, mailingEnv, putFiles } from "@vetsuccess/testing/mailing-day";
import { bundleOf, endProgram } from "@vetsuccess/testing/processes";
import { insertUpdatePractices } from "@vetsuccess/testing/updates";

const size = { practices: 200, filesEach: 15, bytes: 200_000 };
const kills = 3;
const withinMs = 10 * 60_000;
/** What the worker may take beyond what it takes when idle: a mail per place, and never the day's files. */
const goalMb = (size.practices * size.filesEach * size.bytes) / 1e6 / 2;

/**
 * `pnpm bench email`: a day of e-mails to 200 practices with 3,000 files of 200 kB on Azurite, through the fake SendGrid, by
 * a worker that is killed three times in the middle. Fails when a practice has not exactly one accepted mail with all its
 * files, or the worker takes more memory than a few mails need.
 */
export async function benchEmail(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vetsuccess-bench-"));
  const postgres = await startEmbedded(join(folder, "postgres"));
  const azurite = await startAzurite({ folder: join(folder, "files"), container: "updates" });
  const sendGrid = await startFakeSendGrid({ port: 0, folder: join(folder, "mails") });
  let last: ChildProcess | undefined;
  try {
    await postgres.createDatabase("email");
    const url = postgres.url("email");
    await deployMigrations(url);
    const database = openDatabase({
      url,
      poolSize: 2,
      statementTimeoutMs: 600_000,
      connectionRetries: 0,
      applicationName: "vetsuccess-bench",
    });
    await insertUpdatePractices(database, size.practices);
    await putFiles(azurite, size);
    const idleMb: number[] = [];
    const peaksMb: number[] = [];
    const env = mailingEnv(url, azurite, sendGrid);
    const startedAt = performance.now();
    const day = await mailADay({
      database,
      sendGrid,
      kills,
      withinMs,
      startWorker: async () => {
        const program = fork(bundleOf("worker"), {
          execArgv: [],
          env: { PATH: process.env["PATH"], ...env },
        });
        last = program;
        await once(program, "message");
        idleMb.push(memoryMb(program.pid, "VmRSS"));
        return {
          kill: async () => {
            peaksMb.push(memoryMb(program.pid, "VmHWM"));
            await endProgram(program, "SIGKILL");
          },
        };
      },
    });
    const seconds = (performance.now() - startedAt) / 1000;
    peaksMb.push(memoryMb(last?.pid, "VmHWM"));
    await database.close();
    const right = day.practices.filter(
      ({ status, accepted, attachments }) =>
        status === "SENT" && accepted === 1 && attachments === size.filesEach,
    ).length;
    const grownMb = Math.max(...peaksMb) - Math.min(...idleMb);
    console.table({
      "practices, files each, kB each": `${size.practices}, ${size.filesEach}, ${size.bytes / 1000}`,
      "files together, MB": (size.practices * size.filesEach * size.bytes) / 1e6,
      "kills of the worker": kills,
      "seconds, with the starts of four workers": seconds.toFixed(1),
      "mails per second": (size.practices / seconds).toFixed(1),
      "memory of the worker, idle, MB": Math.min(...idleMb).toFixed(0),
      "memory of the worker, at most, MB": Math.max(...peaksMb).toFixed(0),
      "unknown after the kills": day.unknown,
      "of these proved by a report": day.proved,
      "of these sent again by hand": day.sentAgain,
      "practices with exactly one accepted mail": right,
    });
    console.log(
      `${right} of ${size.practices} practices, ${grownMb.toFixed(0)} MB more than idle (goal ${goalMb})`,
    );
    if (right !== size.practices || grownMb > goalMb) process.exitCode = 1;
  } finally {
    if (last) await endProgram(last, "SIGKILL");
    await Promise.all([azurite.stop(), sendGrid.stop()]);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param what VmRSS: now; VmHWM: at most so far */
function memoryMb(pid: number | undefined, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024;
}
