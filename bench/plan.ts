import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@vetsuccess/db/client";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { planPractice } from "@vetsuccess/domain/outreach/commands";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import { countStatements } from "@vetsuccess/testing/statements";

const day = "2026-06-10";
const dueOn = "2026-04-22";
const practiceId = "p-1";

/** The goals of the launch day: seconds, statements, MB of memory. */
const goals = { due: 20_000, seconds: 3, memoryMb: 200 };

interface Measured {
  reminders: number;
  due: number;
  texts: number;
  seconds: number;
  statements: number;
  memoryMb: number;
}

/**
 * Plans one day of one practice in databases of 10,000 to 1,000,000 reminders, of which every fiftieth is due for a
 * patient of its own: the last line is the launch day of 20,000 due patients. Fails when a goal is missed.
 */
export async function benchPlan(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "vetsuccess-bench-"));
  const server = await startEmbedded(dataDir);
  const measured: Measured[] = [];
  try {
    for (const reminders of [10_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]) {
      const name = `bench_${measured.length}`;
      await server.createDatabase(name);
      await deployMigrations(server.url(name));
      measured.push(await measure(server.url(name), reminders));
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  // The first run warms the process up.
  report(measured.slice(1));
}

async function measure(url: string, reminders: number): Promise<Measured> {
  const database = openDatabase({
    url,
    poolSize: 2,
    statementTimeoutMs: 600_000,
    connectionRetries: 0,
    applicationName: "vetsuccess-bench",
  });
  try {
    await fill(database, reminders);
    const memory = watchMemory();
    const started = performance.now();
    const { result, statements } = await countStatements(database.pool, () =>
      planPractice(
        {
          db: database.db,
          now: () => new Date(`${day}T02:00:00Z`),
          log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
          settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: true },
        },
        { practiceId, day },
      ),
    );
    const seconds = (performance.now() - started) / 1000;
    return {
      reminders,
      due: result.reminders,
      texts: result.texts,
      seconds,
      statements,
      memoryMb: memory.stop(),
    };
  } finally {
    await database.close();
  }
}

const ignore = () => undefined;

/** Three patients for ten reminders, two clients for three patients; the reminders due stand in front. */
async function fill({ pool }: Database, reminders: number): Promise<void> {
  const patients = Math.floor(reminders * 0.3);
  const clients = Math.floor(reminders * 0.2);
  const due = reminders / 50;
  const statements = [
    `insert into apps_server (odu_id, time_zone) values (1, 'America/New_York')`,
    `insert into apps_practice (odu_id, server_id) select 'p-' || n, 1 from generate_series(1, 20) n`,
    `insert into apps_practicesettings (practice_id, is_sms_mailing_enabled, sms_senders_phone, sms_scheduler,
      sms_practice_name, sms_phone, sms_link)
      values ('p-1', true, '2025550100', 'Robin', 'Willow Vets', '202-555-0111', 'https://book.example.com')`,
    `insert into apps_smstemplate (key_words, template, position)
      values ('{dental}', 'Time for teeth: {your_pets} {link}', 1), ('{rabies,dhpp}', 'Time for shots: {your_pets} {link}', 2)`,
    `insert into apps_client (odu_id, server_id, full_name)
      select 'c-' || n, 1, 'Client ' || n from generate_series(1, ${clients}) n`,
    `insert into apps_phone (odu_id, client_id, server_id, is_primary, app_number, type)
      select 'ph-' || n, 'c-' || n, 1, true, (2025550000 + n)::text, (array['Cell', 'Home', 'Work', null])[1 + n % 4]
      from generate_series(1, ${clients}) n`,
    `insert into apps_patient (odu_id, server_id, name)
      select 'pt-' || n, 1, 'pet ' || n from generate_series(1, ${patients}) n`,
    `insert into apps_clientpatientrelationship (odu_id, client_id, patient_id, is_primary)
      select 'rel-' || n, 'c-' || (1 + n % ${clients}), 'pt-' || n, true from generate_series(1, ${patients}) n`,
    `insert into apps_appointment (odu_id, patient_id, practice_id, appointment_datetime)
      select 'a-' || n, 'pt-' || (1 + n % ${patients}), 'p-1',
        timestamptz '2025-01-01 15:00Z' + make_interval(days => n % 500)
      from generate_series(1, ${patients * 2}) n`,
    `insert into apps_reminder (odu_id, patient_id, practice_id, date_due, description)
      select 'r-' || n, 'pt-' || (1 + n % ${patients}),
        case when n <= ${due} then 'p-1' else 'p-' || (1 + n % 20) end,
        date '${dueOn}' - case when n <= ${due} then 0 else 1 + n % 1000 end,
        (array['Dental cleaning', 'Rabies 3yr', 'Wellness exam', 'DHPP', null])[1 + n % 5]
      from generate_series(1, ${reminders}) n`,
    `vacuum analyze`,
  ];
  for (const statement of statements) await pool.query(statement);
}

/** The most memory the process takes beyond what it takes now. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 5);
  return {
    stop() {
      clearInterval(timer);
      look();
      return (most - before) / 2 ** 20;
    },
  };
}

function report(measured: Measured[]): void {
  console.table(
    measured.map(({ seconds, memoryMb, due, ...rest }) => ({
      ...rest,
      due,
      seconds: seconds.toFixed(2),
      "µs per due patient": Math.round((seconds * 1e6) / due),
      "memory MB": memoryMb.toFixed(0),
    })),
  );
  const launch = measured.find((line) => line.due === goals.due);
  const statements = new Set(measured.map((line) => line.statements));
  const isReached =
    launch !== undefined &&
    launch.seconds <= goals.seconds &&
    launch.memoryMb <= goals.memoryMb &&
    statements.size === 1;
  console.log(
    `${goals.due} due patients: ${launch?.seconds.toFixed(2)} s (goal ${goals.seconds}), ` +
      `${launch?.memoryMb.toFixed(0)} MB (goal ${goals.memoryMb}), statements ${[...statements].join(", ")} (goal: one number)`,
  );
  if (!isReached) process.exitCode = 1;
}
