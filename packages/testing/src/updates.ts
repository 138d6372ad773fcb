import { utcDay } from "@vetsuccess/domain/calendar/rules";
import { recordDeliveries } from "@vetsuccess/domain/email-updates/commands/record-deliveries";
import type { FileStore, UpdatesMailingDeps } from "@vetsuccess/domain/email-updates/ports";
import { coveredDays } from "@vetsuccess/domain/email-updates/rules/days";
import type { Mail, MailAnswer } from "@vetsuccess/domain/mails/ports";
import { Readable } from "node:stream";
import type { TestDatabase } from "./database.ts";

/** Empties all that the daily e-mails read and write; attempts and the audit trail too, which nobody else can delete. */
export async function resetUpdates({ pool }: Pick<TestDatabase, "pool">): Promise<void> {
  await pool.query(`
    alter table apps_updatesemailattempt disable trigger updatesemailattempt_append_only;
    alter table apps_auditevent disable trigger auditevent_append_only;
    truncate apps_auditevent, apps_server, apps_practice, apps_updatesemailevent, apps_updatesemailattempt, apps_alert, apps_worker, apps_jobrun,
      graphile_worker._private_jobs cascade;
    alter table apps_auditevent enable trigger auditevent_append_only;
    alter table apps_updatesemailattempt enable trigger updatesemailattempt_append_only`);
}

/** A file storage in memory. `failure` is what every call answers while it is set. */
export class MemoryFiles implements FileStore {
  readonly contents = new Map<string, Buffer>();
  failure: string | null = null;

  put(path: string, content = "PK\u0003\u0004"): void {
    this.contents.set(path, Buffer.from(content));
  }

  #failed = (reason: string) => Promise.resolve({ result: "FAILED" as const, reason });

  list(prefix: string): ReturnType<FileStore["list"]> {
    if (this.failure !== null) return this.#failed(this.failure);
    const files = [...this.contents]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => ({ path, bytes: content.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    return Promise.resolve({ result: "LISTED", files });
  }

  read(path: string, { maxBytes }: { maxBytes: number }): ReturnType<FileStore["read"]> {
    const content = this.contents.get(path);
    if (this.failure !== null) return this.#failed(this.failure);
    if (!content) return this.#failed(`${path} is missing.`);
    return Promise.resolve(content.length > maxBytes ? { result: "TOO_LARGE" } : { result: "READ", content });
  }

  open(path: string): ReturnType<FileStore["open"]> {
    const content = this.contents.get(path);
    if (!content) return this.#failed(`${path} is missing.`);
    return Promise.resolve({ result: "OPENED", bytes: content.length, content: Readable.from([content]) });
  }

  async write(path: string, content: Readable): ReturnType<FileStore["write"]> {
    if (this.failure !== null) return this.#failed(this.failure);
    const pieces: Buffer[] = [];
    for await (const piece of content) pieces.push(Buffer.from(piece as Uint8Array));
    this.contents.set(path, Buffer.concat(pieces));
    return { result: "WRITTEN" };
  }
}

/** A Wednesday, the hour of the mailing. */
const mailingTime = new Date("2026-06-10T13:00:00Z");

/** The deps of a worker that mails updates: files in memory, and a provider that answers as told. */
export function testUpdates(
  { db }: Pick<TestDatabase, "db">,
  answer: (mail: Mail) => MailAnswer | Promise<MailAnswer> = () => acceptedMail,
) {
  const files = new MemoryFiles();
  const sent: Mail[] = [];
  const clock = { now: mailingTime };
  const silent = () => undefined;
  const deps: UpdatesMailingDeps = {
    db,
    now: () => clock.now,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: false },
    emailUpdates: { filesPrefix: "daily_updates", maxMailBytes: 1000, isDeliveryReported: true },
    files,
    mailer: {
      send: async (mail) => {
        sent.push(mail);
        return answer(mail);
      },
    },
    workerId: "worker-1",
  };
  return { deps, files, sent, clock };
}

const acceptedMail: MailAnswer = { result: "ACCEPTED", httpStatus: 202, providerId: "7" };

/** Practices p-1 … p-n, each with a server of its own, 101 … unless told otherwise, and updates on. */
export async function insertUpdatePractices(
  { pool }: Pick<TestDatabase, "pool">,
  count: number,
  serversAfter = 100,
): Promise<void> {
  await pool.query(
    `with servers as (insert into apps_server (odu_id, name) select $2::int + n, 'Server ' || n from generate_series(1, $1::int) n),
     practices as (
       insert into apps_practice (odu_id, server_id, name) select 'p-' || n, $2::int + n, 'Practice ' || n from generate_series(1, $1::int) n
       returning odu_id)
     insert into apps_practicesettings (practice_id, is_email_updates_enabled, email, rdo_email)
     select odu_id, true, odu_id || '@example.com', 'rdo@example.com' from practices`,
    [count, serversAfter],
  );
}

/** The newest day up to today on which mails go out, and the last of the days whose files they carry; YYYY-MM-DD. */
export function newestMailingDay(): { day: string; filesOf: string } {
  for (let daysAgo = 0; ; daysAgo += 1) {
    const day = utcDay(new Date(Date.now() - daysAgo * 86_400_000));
    const filesOf = coveredDays(day).at(-1);
    if (filesOf !== undefined) return { day, filesOf };
  }
}

/** What the provider would report about the newest mail of a practice. */
export async function reportMail(
  { db, pool }: Pick<TestDatabase, "db" | "pool">,
  practiceId: string,
  kind: "delivered" | "bounce",
): Promise<void> {
  const { rows } = await pool.query<{ attemptId: string; address: string }>(
    `select a.uuid::text as "attemptId", a.to_address as address
     from apps_updatesemailattempt a join apps_updatesemailevent e on e.uuid = a.event_id
     where e.practice_id = $1 order by a.started_at desc limit 1`,
    [practiceId],
  );
  const reason = kind === "bounce" ? "550 there is no such mailbox" : null;
  const at = new Date();
  await recordDeliveries(
    { ...testUpdates({ db }).deps, now: () => at },
    rows.map((row) => ({ id: crypto.randomUUID(), ...row, kind, reason, at })),
  );
}
