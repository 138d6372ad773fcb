import { handleSendDueTexts } from "@vetsuccess/domain/texts/handlers";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import type { Fault } from "@vetsuccess/sandbox/faults";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures, readFixture } from "@vetsuccess/testing/fixtures";
import { insertRecordedRows, type RecordedRows } from "@vetsuccess/testing/recorded-rows";
import { resetSending, testSender } from "@vetsuccess/testing/sending";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDialpad } from "./dialpad.ts";

/** What the provider's side of a case did. */
interface Provider {
  status?: number | null;
  body?: string;
  exception?: string | null;
  sequence?: Provider[];
}

interface Case {
  name: string;
  now: string;
  SEND_DIALPAD_SMS: boolean;
  provider: Provider;
  dataset: RecordedRows;
  runs: number;
  provider_requests: { json: { text: string; from_number: string; to_numbers: string[] } }[];
  after: {
    sms_events: { status: string; send_at: string }[];
    sms_history: { status: string; sent_at: string | null }[];
  };
}

interface Outcome {
  /** Of the text; null when there is none. */
  status: string | null;
  errorCode: string | null;
  /** When it is due again. */
  sendAt: string | null;
  requests: number;
}

const held = { status: "PENDING", errorCode: null, sendAt: "2026-06-10T15:00:00.000Z", requests: 0 };
const canceled = (errorCode: string): Outcome => ({
  status: "CANCELED",
  errorCode,
  sendAt: null,
  requests: 0,
});
const error = (errorCode: string, requests: number): Outcome => ({
  status: "ERROR",
  errorCode,
  sendAt: null,
  requests,
});
const unknown = (errorCode: string): Outcome => ({ status: "UNKNOWN", errorCode, sendAt: null, requests: 1 });
const sent: Outcome = { status: "SENT", errorCode: null, sendAt: null, requests: 1 };

/** Where ours differs on purpose; the reasons stand in docs/decisions/008-sending-texts.md. */
const deliberate: Record<string, Outcome> = {
  "sending-switched-off": held,
  "mailing-disabled": held,
  "mailing-disabled-no-number": held,
  "no-settings": held,
  "archived-practice": held,
  "403-corporate": error("AUTH_FAILED", 1),
  "200-not-json": sent,
  "500": unknown("PROVIDER_ERROR"),
  "503": unknown("PROVIDER_ERROR"),
  "requests-connection-error": { ...held, sendAt: "2026-06-10T15:01:00.000Z" },
  "requests-timeout": unknown("TIMED_OUT"),
  "builtin-connection-error": unknown("CONNECTION_LOST"),
  "builtin-timeout-error": unknown("TIMED_OUT"),
  "builtin-connection-error-then-ok": unknown("CONNECTION_LOST"),
  "rate-limit-on-the-second-attempt": unknown("CONNECTION_LOST"),
  "other-exception": unknown("CONNECTION_LOST"),
  "history-missing": { status: null, errorCode: null, sendAt: null, requests: 0 },
  "history-already-sent": { ...sent, requests: 0 },
  "no-recipient": error("INVALID_CONTEXT", 0),
  "empty-recipient": error("INVALID_CONTEXT", 0),
  "context-missing-key": error("INVALID_CONTEXT", 0),
  "context-unknown-key": sent,
  "opted-out-meanwhile": canceled("OPTED_OUT"),
};
/** Recorded with a constraint dropped that our tables have too: it cannot be loaded. */
const impossible = new Set(["no-sender-number"]);

const database = useTestDatabase();
let dialpad: FakeDialpad;
beforeAll(async () => {
  dialpad = await startFakeDialpad({ port: 0 });
});
afterAll(() => dialpad.stop());

/** What stands for the recorded side of the provider on the wire. */
function faultsOf({ status, body = "", exception, sequence }: Provider): Fault[] {
  if (sequence) return sequence.flatMap(faultsOf);
  if (!exception) return [{ kind: "answer", status: status ?? 200, body, count: 1 }];
  if (/timeout/i.test(exception)) return [{ kind: "slow", delayMs: 1_000, count: 1 }];
  return [{ kind: "drop", count: 1 }];
}

/** Fills in what planning leaves behind and the recording did not need: links, the phone, a reminder per pet. */
async function load({ dataset }: Case): Promise<void> {
  await resetSending(database);
  await insertRecordedRows(database.pool, dataset);
  await database.pool.query(`
    delete from apps_smsevent
      where not exists (select from apps_smshistory h where h.uuid = (context->>'sms_history_id')::uuid);
    update apps_smsevent set status = 'PENDING', sms_history_id = (context->>'sms_history_id')::uuid;
    insert into apps_phone (odu_id, client_id, app_number, is_primary)
      select 'phone-' || odu_id, odu_id, '3035550101', true from apps_client c
      where not exists (select from apps_phone p where p.client_id = c.odu_id);
    insert into apps_reminder (odu_id, practice_id, client_id, patient_id, date_due, sms_status, sms_history_id)
      select 'reminder-' || p.odu_id, h.practice_id, h.client_id, p.odu_id, '2026-04-22', 'EVENT_CREATED', h.uuid
      from apps_patient p cross join apps_smshistory h
      where not exists (select from apps_reminder r where r.patient_id = p.odu_id);
    insert into apps_clientpatientrelationship (odu_id, client_id, patient_id)
      select 'relation-' || p.odu_id, c.odu_id, p.odu_id from apps_patient p cross join apps_client c
      where not exists (select from apps_clientpatientrelationship r where r.patient_id = p.odu_id)`);
}

async function outcomeOf(requests: number): Promise<Outcome> {
  const { rows } = await database.pool.query<Omit<Outcome, "requests" | "sendAt"> & { sendAt: Date | null }>(`
    select h.status, h.error_code as "errorCode", e.send_at as "sendAt"
    from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid`);
  const [row = { status: null, errorCode: null, sendAt: null }] = rows;
  return { ...row, sendAt: row.sendAt?.toISOString() ?? null, requests };
}

/** The message of the recorded request; where none was made, that of the context. */
function messageOf({ provider_requests, dataset }: Case): { text: string; from: string; to: string } {
  const json = provider_requests[0]?.json;
  if (json) return { text: json.text, from: json.from_number, to: json.to_numbers[0] ?? "" };
  const context = dataset["apps_smsevent"]?.[0]?.["context"] as {
    text: string;
    number_from: string;
    number_to: string;
  };
  return { text: context.text, from: `+1${context.number_from}`, to: `+1${context.number_to}` };
}

/** What was recorded, in the words of an outcome. An error's code is ours: there were none. */
function recordedOutcome({ after, provider_requests }: Case, errorCode: string | null): Outcome {
  const [event] = after.sms_events;
  return {
    status: after.sms_history[0]?.status ?? null,
    errorCode,
    sendAt: event ? new Date(event.send_at).toISOString() : null,
    requests: provider_requests.length,
  };
}

describe.skipIf(!hasFixtures)("the recorded answers of the provider", () => {
  const cases = hasFixtures ? readFixture<{ cases: Case[] }>("sms/sending.json").cases : [];

  test.each(cases.filter(({ name }) => !impossible.has(name)).map((each) => [each.name, each] as const))(
    "%s",
    async (name, recorded) => {
      await load(recorded);
      const isRefused = recorded.provider.exception?.includes("refused") === true;
      dialpad.setFaults(faultsOf(recorded.provider));
      const before = dialpad.arrivals().length;
      const acceptedBefore = dialpad.ledger().length;
      const { deps } = testSender(database, undefined, {
        now: new Date(recorded.now),
        settings: { isSmsSendingEnabled: recorded.SEND_DIALPAD_SMS },
      });
      const sms = createDialpad({
        url: isRefused ? "http://127.0.0.1:1" : dialpad.url,
        token: "sandbox",
        connectTimeoutMs: 200,
        timeoutMs: 250,
        now: deps.now,
      });
      for (let run = 0; run < recorded.runs; run += 1)
        await handleSendDueTexts({ ...deps, sms }, new AbortController().signal);

      const outcome = await outcomeOf(dialpad.arrivals().length - before);
      expect(outcome).toEqual(deliberate[name] ?? recordedOutcome(recorded, outcome.errorCode));
      const isSent = outcome.status === "SENT" && outcome.requests > 0;
      const accepted = isSent ? dialpad.ledger().slice(acceptedBefore) : [];
      expect(accepted).toMatchObject(isSent ? [messageOf(recorded)] : []);
    },
  );

  test("every deliberate difference names a recorded case", () => {
    const names = cases.map(({ name }) => name);
    expect(Object.keys(deliberate).filter((name) => !names.includes(name))).toEqual([]);
  });
});
