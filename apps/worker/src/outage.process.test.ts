import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startFakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import pg from "pg";
import { expect, test } from "vitest";

const programs = usePrograms();

test("PostgreSQL crashes while texts go out: the worker goes on by itself, and no text went out unrecorded (R10)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vetsuccess-outage-"));
  const dialpad = await startFakeDialpad({ port: 0 });
  let server = await startEmbedded(folder);
  const { port } = server;
  const pool = new pg.Pool({ connectionString: server.url("postgres") });
  pool.on("error", () => undefined);
  const count = async (what: string) =>
    Number((await pool.query<{ count: string }>(`select count(*) from ${what}`)).rows[0]?.count);
  try {
    await deployMigrations(server.url("postgres"));
    await insertWaitingTexts(pool, { count: 300 });
    dialpad.setFaults([{ kind: "slow", delayMs: 100 }]);
    await programs.startReady("worker", {
      DATABASE_URL: server.url("postgres"),
      LOG_LEVEL: "silent",
      SEND_DIALPAD_SMS: "true",
      SANDBOX: "true",
      DIALPAD_URL: dialpad.url,
      DIALPAD_TOKEN: "sandbox",
      SMS_LIMIT_PER_MINUTE: "10000",
    });
    await pool.query("select graphile_worker.add_job('texts.send-due')");
    await until(() => dialpad.ledger().length >= 50, 15_000);

    server.kill();
    await server.ended;
    await sleep(2_000);
    server = await startEmbedded(folder, { port });
    const backAt = performance.now();
    const before = dialpad.ledger().length;
    await until(() => dialpad.ledger().length > before, 60_000);
    const resumedMs = performance.now() - backAt;
    expect(resumedMs).toBeLessThan(60_000);
    await until(async () => (await count("apps_smsevent").catch(() => 1)) === 0, 60_000);

    const { rows } = await pool.query<{ number_to: string; result: string }>(
      "select number_to, result from apps_smsattempt where result <> 'NOT_SENT'",
    );
    const numbers = dialpad.ledger().map(({ to }) => to);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(rows.map((row) => row.number_to).sort()).toEqual([...numbers].sort());
    expect(await count("apps_smshistory where status = 'SENT'")).toBe(300);
    expect(await count("apps_worker where heartbeat_at > now() - interval '30 s'")).toBe(1);
  } finally {
    await pool.end().catch(() => undefined);
    await dialpad.stop();
    await server.stop();
    server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
