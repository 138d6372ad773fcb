import pg from "pg";
import { addCallCenter, finalOutcomes } from "./call-center.ts";
import { Calendar } from "./calendar.ts";
import { dueCircumstances, Households, type World } from "./households.ts";
import { copyRows, refuseUnlessEmpty, withoutIndexes } from "./load.ts";
import { Numbers } from "./places.ts";
import { addPractices, type DemoPractice } from "./practices.ts";
import { Random } from "./random.ts";
import { Sheets, tables, type Table } from "./tables.ts";

export interface DemoOptions {
  /** A migrated, empty database. */
  url: string;
  practices: number;
  /** Over all practices. */
  clients: number;
  /** A whole number from 0 to 2^32 - 1: another seed, another world. */
  seed: number;
  /** The day, YYYY-MM-DD, on which every kind of decision is due. */
  asOf: string;
  /** Default: as many that the first seven are in seven time zones, and the eighth practice shares one. */
  servers?: number;
  onProgress?: (progress: { label: string; done: number; total: number }) => void;
}

/** Past texts for each household. */
const historyShare = 0.5;
/** One household in five has something due on the day, but not more than so many in a practice. */
const dueShare = 1 / 5;
const mostDue = 60;
/** Households that are written at a time. */
const batch = 2000;

/**
 * Fills a database with practices, clients, pets, appointments, reminders and past texts as the extractor and the call
 * center would have left them; the same options make the same rows. All or nothing: one transaction.
 *
 * @returns rows per table
 * @throws Error when the database has no tables, or holds rows already
 */
export async function makeDemo(options: DemoOptions): Promise<Record<Table, number>> {
  const client = new pg.Client({ connectionString: options.url, application_name: "vetsuccess-demo" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin");
    await client.query("set local statement_timeout = 0");
    await client.query("set local maintenance_work_mem = '256MB'");
    await client.query("select pg_advisory_xact_lock(7461002)");
    await refuseUnlessEmpty(client);
    await client.query("delete from apps_outcome where text = any($1::text[])", [
      finalOutcomes.map(([text]) => text),
    ]);
    const counts = await fill(client, options);
    await client.query("commit");
    await client.query(`analyze ${tables.join(", ")}`);
    return counts;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client, options: DemoOptions): Promise<Record<Table, number>> {
  const { practices: count, clients, seed, asOf, onProgress } = options;
  const sheets = new Sheets();
  const world: World = {
    random: new Random(seed),
    calendar: new Calendar(asOf),
    sheets,
    numbers: new Numbers(),
  };
  const servers = options.servers ?? Math.ceil((count * 7) / 8);
  const practices = addPractices(world, { practices: count, servers });
  addCallCenter(world, practices);
  const households = new Households(world, historyShare);
  const circumstanceOf = dueToday(Math.floor(clients / count));
  await withoutIndexes(
    client,
    async () => {
      for (let at = 0; at < clients; at += 1) {
        if (at % batch === 0) {
          onProgress?.({ label: "clients", done: at, total: clients });
          await copyRows(client, sheets);
        }
        const number = Math.floor(at / count) + 1;
        households.add(practices[at % count] as DemoPractice, number, circumstanceOf(number));
      }
      await copyRows(client, sheets);
      onProgress?.({ label: "clients", done: clients, total: clients });
    },
    (done, total) => onProgress?.({ label: "indexes and keys", done, total }),
  );
  return sheets.counts;
}

/** Which households of a practice have something due on the day, and what is so about each: evenly spread, in turn. */
function dueToday(perPractice: number) {
  const due = Math.min(Math.ceil(perPractice * dueShare), mostDue);
  const step = Math.max(1, Math.floor(perPractice / Math.max(due, 1)));
  return (number: number) => {
    const at = number / step - 1;
    if (!Number.isInteger(at) || at >= due) return null;
    return dueCircumstances[at % dueCircumstances.length] ?? null;
  };
}
