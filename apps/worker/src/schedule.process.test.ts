import { createSmsEvents, launchOutreach } from "@vetsuccess/domain/outreach/jobs";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { outreachOf } from "@vetsuccess/testing/outreach";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { expect, test } from "vitest";

const database = useTestDatabase();
const programs = usePrograms();
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

test("after an outage of three days two workers make up what was missed, once (R7)", async () => {
  const { reset, addPet, listReminders } = outreachOf(database);
  await reset();
  const missed = [3, 2, 1, 0];
  for (const days of missed) await addPet(`Rex ${days}`, `${"abcd"[days]}nn`, daysAgo(days + 49));
  await database.db.outreachWatermark.create({
    data: { practiceId: "p-1", coveredThrough: new Date(daysAgo(4)) },
  });
  // Schedules are in UTC, where no hour is left out or comes twice. The next tick is half a day away.
  const hour = (new Date().getUTCHours() + 12) % 24;
  const ticked = `now() - interval '3 days 12 hours'`;
  await database.pool.query(`
    insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    values ('${launchOutreach.name}', ${ticked}, ${ticked})`);

  const env = { DATABASE_URL: database.url, LOG_LEVEL: "silent", SANDBOX: "true" };
  const crontab = { CRON_LAUNCH_OUTREACH: `0 ${hour} * * *`, CRON_SEND_TEXTS: "0 0 1 1 *" };
  await Promise.all([1, 2].map(() => programs.startReady("worker", { ...env, ...crontab })));
  const runs = (name: string) => database.db.jobRun.findMany({ where: { name, NOT: { result: null } } });
  await until(async () => (await runs(createSmsEvents.name)).length > 0, 30_000);

  const reminders = await listReminders();
  expect(reminders.map(({ status }) => status)).toEqual(missed.map(() => "EVENT_CREATED"));
  expect(await database.db.smsHistory.count()).toBe(missed.length);
  expect(await runs(launchOutreach.name)).toHaveLength(1);
  expect(await runs(createSmsEvents.name)).toHaveLength(1);
  const { rows } = await database.pool.query<{ covered: string }>(
    "select covered_through::text as covered from apps_outreachwatermark",
  );
  expect(rows).toEqual([{ covered: daysAgo(0) }]);
});
