import type { SendingDeps } from "@vetsuccess/domain/deps";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import type { FilesDeps } from "@vetsuccess/domain/email-updates/ports";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { LiveDeps } from "@vetsuccess/domain/live/ports";
import { LiveFeed } from "@vetsuccess/domain/live/queries/feed";
import type { SmsAnswer, SmsMessage } from "@vetsuccess/domain/texts/ports";
import type { TestDatabase } from "./database.ts";
import { MemoryFiles } from "./updates.ts";
import { identityForTests } from "./identity.ts";

export const accepted: SmsAnswer = {
  result: "ACCEPTED",
  httpStatus: 200,
  response: { id: "7" },
  providerId: "7",
};

/** A Wednesday, 11:00 in New York. */
export const elevenInNewYork = new Date("2026-06-10T15:00:00Z");

export interface TestSender {
  deps: SendingDeps & IdentityDeps & LiveDeps & FilesDeps;
  /** What the provider was asked to send. */
  sent: SmsMessage[];
}

/** The deps of every process, with a provider that answers as told, at `elevenInNewYork` unless told otherwise. */
export function testSender(
  { db }: Pick<TestDatabase, "db">,
  answer: (message: SmsMessage) => SmsAnswer | Promise<SmsAnswer> = () => accepted,
  change: { now?: Date; settings?: Partial<SendingDeps["settings"]>; workerId?: string } = {},
): TestSender {
  const sent: SmsMessage[] = [];
  const silent = () => undefined;
  const deps: TestSender["deps"] = {
    db,
    now: () => change.now ?? elevenInNewYork,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 10_000, isSmsSendingEnabled: true, isSandbox: false, ...change.settings },
    sms: {
      send: async (message) => {
        sent.push(message);
        return answer(message);
      },
    },
    workerId: change.workerId ?? "worker-1",
    identity: identityForTests,
    hasher: passwordHasher,
    live: new LiveFeed(),
    files: new MemoryFiles(),
    emailUpdates: { filesPrefix: "daily_updates", maxMailBytes: 1_000_000, isDeliveryReported: true },
  };
  return { deps, sent };
}

/** Empties all that sending reads and writes; attempts too, which nobody else can delete. */
export async function resetSending({ pool }: Pick<TestDatabase, "pool">): Promise<void> {
  await pool.query(`
    alter table apps_smsattempt disable trigger smsattempt_append_only;
    truncate apps_server, apps_smsattempt, apps_smshistory, apps_sendingpause, apps_optout,
      apps_excludedphonetype, apps_worker, apps_jobrun, graphile_worker._private_jobs cascade;
    delete from apps_outcome where not is_archived;
    alter table apps_smsattempt enable trigger smsattempt_append_only`);
}

/** A text with its event, if that is still there. */
export interface WaitingTextRow {
  status: string;
  error_code: string | null;
  error_message: string | null;
  sent_at: Date | null;
  response: unknown;
  send_at: Date | null;
  event: string | null;
  text: string;
}

/** All texts in the order of their clients. */
export async function listTexts({ pool }: Pick<TestDatabase, "pool">): Promise<WaitingTextRow[]> {
  const { rows } = await pool.query<WaitingTextRow>(`
    select h.status, h.error_code, h.error_message, h.sent_at, h.response, e.send_at, e.status as event,
      h.event_context->>'text' as text
    from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid
    order by length(h.client_id), h.client_id`);
  return rows;
}

/** How the attempts ended, oldest first; null: still running. */
export async function listResults({ pool }: Pick<TestDatabase, "pool">): Promise<(string | null)[]> {
  const { rows } = await pool.query<{ result: string | null }>(
    "select result from apps_smsattempt order by started_at",
  );
  return rows.map(({ result }) => result);
}
