import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { handleLaunchUpdates, handleSendUpdate } from "@vetsuccess/domain/email-updates/handlers";
import type { UpdatesMailingDeps } from "@vetsuccess/domain/email-updates/ports";
import { startAzurite, type Azurite } from "@vetsuccess/sandbox/azurite";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures, readFixture } from "@vetsuccess/testing/fixtures";
import { insertRecordedRows, type RecordedRows } from "@vetsuccess/testing/recorded-rows";
import { resetUpdates } from "@vetsuccess/testing/updates";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFileStore } from "./azure-blob.ts";
import { createMailer } from "./mailer.ts";

// The recorded days of the service that is replaced, with a real queue, a real Azurite and a SendGrid over HTTP.

interface Event {
  practice_id: string | null;
  file_paths: string[];
  sent_date: string;
  status: string;
  error_message: string | null;
}
interface RecordedMail {
  to: string[];
  cc: string[];
  attachments: { filename: string; mimetype: string; content_of_blob: string }[];
}
interface Case {
  name: string;
  now: string;
  second_now?: string;
  USE_DEBUG_EMAIL?: boolean;
  container: string[];
  dataset: RecordedRows | "standard";
  mail_failures_first?: number;
  after: { events: Event[]; mails: RecordedMail[] };
}
interface Fixture {
  standard_dataset: RecordedRows;
  send_task_cases: Case[];
  cases: Case[];
}
const fixture = hasFixtures
  ? readFixture<Fixture>("email/daily-updates.json")
  : { standard_dataset: {}, send_task_cases: [], cases: [] };

const database = useTestDatabase();
let azurite: Azurite;
let container: ContainerClient;
let sendGrid: FakeSendGrid;
const inContainer = new Set<string>();

beforeAll(async () => {
  azurite = await startAzurite({ container: "updates" });
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient("updates");
  sendGrid = await startFakeSendGrid({ port: 0 });
}, 60_000);
afterAll(async () => {
  await sendGrid.stop();
  await azurite.stop();
});

const contentOf = (path: string) => Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.from(path)]);
const hashOf = (path: string) => createHash("sha256").update(contentOf(path)).digest("hex");

async function fill(paths: readonly string[]): Promise<void> {
  for (const path of inContainer) if (!paths.includes(path)) await container.getBlobClient(path).delete();
  for (const path of paths)
    if (!inContainer.has(path)) await container.getBlockBlobClient(path).uploadData(contentOf(path));
  inContainer.clear();
  for (const path of paths) inContainer.add(path);
}

function depsAt(now: Date, isRedirected: boolean): UpdatesMailingDeps {
  const silent = () => undefined;
  return {
    db: database.db,
    now: () => now,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: false },
    workerId: "worker-1",
    emailUpdates: { filesPrefix: "daily_updates", maxMailBytes: 20_000_000, isDeliveryReported: true },
    files: createFileStore({
      access: { connectionString: azurite.connectionString },
      container: "updates",
      timeoutMs: 20_000,
    }),
    mailer: createMailer({
      sendGrid: { url: sendGrid.url, apiKey: "sandbox" },
      smtpUrl: null,
      from: "updates@example.com",
      connectTimeoutMs: 5_000,
      timeoutMs: 20_000,
      redirect: isRedirected ? { to: "debug-to@example.com", cc: "debug-cc@example.com" } : null,
      now: () => now,
    }),
  };
}

/** Runs what waits in the queue, and what comes to wait in the course of it, whatever its time. */
async function runJobs(deps: UpdatesMailingDeps): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const { rows } = await database.pool.query<{ payload: { practiceId: string; day: string } }>(
      "delete from graphile_worker._private_jobs returning payload",
    );
    if (rows.length === 0) return;
    for (const { payload } of rows) await handleSendUpdate(deps, payload);
  }
  throw new Error("the queue does not become empty");
}

async function outcome(mailsBefore: number) {
  const { rows: events } = await database.pool.query<Event>(`
    select practice_id, file_paths, sent_date::text, status, error_message from apps_updatesemailevent
    order by length(practice_id), practice_id, sent_date`);
  const mails = sendGrid
    .mails()
    .slice(mailsBefore)
    .map(({ from, to, cc, attachments }) => ({
      from,
      to,
      cc,
      attachments: attachments.map(({ fileName, contentType, sha256 }) => ({
        fileName,
        contentType,
        sha256,
      })),
    }));
  return { events, mails };
}

/** Attachments of one day must not share a name: the second one is numbered. */
function numbered(mail: RecordedMail) {
  const seen = new Map<string, number>();
  return mail.attachments.map(({ filename, mimetype, content_of_blob: path }) => {
    const count = (seen.get(filename) ?? 0) + 1;
    seen.set(filename, count);
    const fileName = count === 1 ? filename : filename.replace(".xlsx", `_${count}.xlsx`);
    return { fileName, contentType: mimetype, sha256: hashOf(path) };
  });
}

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
const expectedMails = (mails: readonly RecordedMail[]) =>
  mails.map((mail) => ({
    from: "updates@example.com",
    to: mail.to,
    cc: mail.cc,
    attachments: numbered(mail),
  }));

/** What every run differs in: a practice without a server is told so, instead of being passed over in silence. */
const withoutServer = (day: string): Event => ({
  practice_id: "p-9",
  file_paths: [],
  sent_date: day,
  status: "ERROR",
  error_message: "The practice belongs to no server, so that no files can be its own.",
});

const noFiles = (id: string, day: string): Event => ({
  practice_id: id,
  file_paths: [],
  sent_date: day,
  status: "NO_FILES",
  error_message: null,
});
const day = "2026-06-10";

/** Deliberate differences; each stands in docs/decisions/015-daily-e-mails.md too. */
const differences: Record<string, (recorded: Case["after"]) => Case["after"]> = {
  // "09-copy" and "091" are other folders than "09".
  "prefix-without-slash": () => ({
    events: ["p-1", "p-2", "p-6", "p-7"].map((id) => noFiles(id, day)),
    mails: [],
  }),
  // The ending may be in capitals.
  "path-rules": ({ events, mails }) => {
    const upper = "daily_updates/2026/06/09/101/UPPER.XLSX";
    const attachment = (mail: RecordedMail) => ({
      filename: "Remote_Scheduling_06092026.xlsx",
      mimetype: mail.attachments[0]?.mimetype ?? "",
      content_of_blob: upper,
    });
    const isOf101 = (event: Event) => event.practice_id === "p-1" || event.practice_id === "p-2";
    return {
      events: events.map((event) =>
        isOf101(event) ? { ...event, file_paths: [...event.file_paths, upper].sort() } : event,
      ),
      mails: mails.map((mail) =>
        mail.to[0] === "p-1@example.com" || mail.to[0] === "p-2@example.com"
          ? {
              ...mail,
              attachments: [...mail.attachments, attachment(mail)].sort((a, b) =>
                a.content_of_blob < b.content_of_blob ? -1 : 1,
              ),
            }
          : mail,
      ),
    };
  },
};

describe.skipIf(!hasFixtures)("recorded days", () => {
  test.each(fixture.cases.map((each) => [each.name, each] as const))("%s", async (name, recorded) => {
    await resetUpdates(database);
    await insertRecordedRows(
      database.pool,
      recorded.dataset === "standard" ? fixture.standard_dataset : recorded.dataset,
    );
    await fill(recorded.container);
    const before = sendGrid.mails().length;
    const deps = depsAt(new Date(recorded.now), recorded.USE_DEBUG_EMAIL === true);
    // Run twice: the second time nothing goes out.
    for (let run = 1; run <= 2; run += 1) {
      await handleLaunchUpdates(deps);
      await runJobs(deps);
    }
    const { events, mails } = await outcome(before);
    const expected = differences[name]?.(recorded.after) ?? recorded.after;
    const isMailingDay = recorded.after.events.length > 0;
    const extra =
      isMailingDay && recorded.dataset === "standard" ? [withoutServer(recorded.now.slice(0, 10))] : [];
    expect(sorted(events)).toEqual(sorted([...expected.events, ...extra]));
    expect(sorted(mails)).toEqual(sorted(expectedMails(expected.mails)));
  });
});

/** What ours does with one waiting mail, where it differs. */
const sendDifferences: Record<string, { status: string; error: string | null; mails?: number }> = {
  // Accepted once, never sent again.
  "already-sent": { status: "SENT", error: null, mails: 0 },
  // An empty mail tells a practice nothing: the files are listed again, and there are none.
  "no-files": { status: "NO_FILES", error: null, mails: 0 },
  // Looked at again just before sending.
  "updates-switched-off": {
    status: "CANCELED",
    error: "E-mail updates of the practice are switched off.",
    mails: 0,
  },
  "no-settings": { status: "CANCELED", error: "E-mail updates of the practice are switched off." },
  "no-address": { status: "CANCELED", error: "E-mail updates of the practice are switched off." },
  // The same end in our own words; what is wrong with a file names it.
  "blob-missing": { status: "ERROR", error: "daily_updates/2026/06/09/101/changes.xlsx is missing." },
  "bad-date-in-path": {
    status: "ERROR",
    error:
      "daily_updates/2026/06/09-copy/101/x.xlsx is not a path of an update: PREFIX/YYYY/MM/DD/SERVER/NAME.xlsx.",
  },
  // Each is tried up to four times, here one after the other; one attempt that fails is not yet the end.
  "mail-fails": { status: "SENT", error: null, mails: 1 },
  // A message of an earlier attempt does not stay on a mail that went out.
  "mail-fails-once-with-retry": { status: "SENT", error: null },
  "mail-fails-always": { status: "ERROR", error: "HTTP 429: " },
};

describe.skipIf(!hasFixtures)("recorded mails", () => {
  // A row without a practice belongs to no job of ours: nobody sends it, and it stays as it is.
  const cases = fixture.send_task_cases.filter(({ name }) => name !== "no-practice");
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (name, recorded) => {
    await resetUpdates(database);
    if (recorded.dataset !== "standard") await insertRecordedRows(database.pool, recorded.dataset);
    await fill(recorded.container);
    const before = sendGrid.mails().length;
    const failures = recorded.mail_failures_first ?? 0;
    sendGrid.setFaults(failures === 0 ? [] : [{ kind: "rate-limit", count: failures }]);
    const deps = depsAt(new Date(recorded.now), false);
    await handleSendUpdate(deps, { practiceId: "p-1", day });
    await runJobs(deps);
    sendGrid.setFaults([]);
    const { events, mails } = await outcome(before);
    const [event] = recorded.after.events;
    const difference = sendDifferences[name];
    expect(events[0]?.status).toBe(difference?.status ?? event?.status);
    expect(events[0]?.error_message ?? "").toContain(difference?.error ?? "");
    expect(events[0]?.error_message === null).toBe((difference?.error ?? null) === null);
    const wanted = sorted(expectedMails(recorded.after.mails));
    expect(sorted(mails)).toEqual(difference?.mails === 0 ? [] : wanted.length > 0 ? wanted : sorted(mails));
    expect(mails).toHaveLength(difference?.mails ?? wanted.length);
    const { rows } = await database.pool.query<{ count: number }>(
      "select count(*)::int as count from apps_updatesemailattempt",
    );
    expect(rows[0]?.count).toBeLessThanOrEqual(4);
    expect(["mail-fails-always", "blob-missing"].includes(name)).toBe(rows[0]?.count === 4);
  });
});
