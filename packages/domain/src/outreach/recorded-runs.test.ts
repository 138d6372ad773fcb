import { Prisma } from "@vetsuccess/db/sql";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures, listFixtures, readFixture } from "@vetsuccess/testing/fixtures";
import { insertRecordedRows, type RecordedRows } from "@vetsuccess/testing/recorded-rows";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { planPractice } from "./commands.ts";

/** One recorded run of the service that this product replaces. */
interface Recorded {
  now: string;
  practice_id: string;
  config: {
    DEFAULT_SMS_TEMPLATE_W_LINK: string;
    DEFAULT_SMS_TEMPLATE_W_PHONE: string;
    PHONE_TYPES_TO_EXCLUDE: string[];
    OUTCOMES_TO_FILTER_OUT: string[];
  };
  dataset: RecordedRows;
  unspecified?: string[][];
  after: {
    reminders: { odu_id: string; sms_status: string | null }[];
    sms_history: { client_id: string; status: string; event_context: { text?: string } }[];
  };
}

/** A run's outcome in comparable form: reminder → status, client → text. */
interface Outcome {
  statuses: Record<string, string | null>;
  texts: Record<string, string>;
}

/** What ours does otherwise. Ids stand apart by spaces. */
interface Difference {
  /** Reminders of pets whose name is blank: they are not looked at. */
  unnamed?: string;
  /** Reminders of pets or owners who opted out or must not be contacted. */
  optedOut?: string;
  statuses?: Outcome["statuses"];
  /** Clients who get no text therefore. */
  noText?: string;
  texts?: Record<string, string>;
}

const link = (pets: string, verb = "is") =>
  `Hello from Robin at Willow Vets. ${pets} ${verb} due for a visit; book a time for ${pets} here: https://book.example.com/p-1`;
const ids = (list: string | undefined) => list?.split(" ") ?? [];

// Deliberate differences; each stands in docs/decisions/004-planning-differs-from-the-recorded-runs.md too.
const refused: Record<string, string> = {
  "archived-practice": "PRACTICE_ARCHIVED",
  "mailing-disabled": "MAILING_OFF",
  "no-settings": "MAILING_OFF",
  "unknown-practice": "NOT_FOUND",
};
const differences: Record<string, Difference> = {
  // An owner whose contact is marked unsafe.
  clients: {
    optedOut: "r-pt-is_safe_contact-False",
    noText: "c-is_safe_contact-False",
  },
  // An appointment without a time ended the whole run; it is no appointment.
  "crash-appointment-without-date": {
    statuses: { "r-pt-1": "EVENT_CREATED", "r-pt-2": "EVENT_CREATED", "r-pt-3": "NO_PHONE" },
    texts: { "c-1": link("One"), "c-2": link("Two") },
  },
  // A broken template ended the whole run; the default text takes its place.
  "crash-template": {
    statuses: { "r-pt-1": "EVENT_CREATED" },
    texts: { "c-1": link("One"), "c-2": link("Two") },
  },
  // Names as people write them, blanks and line breaks as one space, composed letters.
  names: {
    unnamed: "r-pt-18 r-pt-19",
    noText: "c-18 c-19",
    texts: {
      "c-03": link("Max's Buddy"),
      "c-05": link("McDuff"),
      "c-09": link("Ǆungla"),
      "c-15": link("Spaced Out"),
      "c-16": link("Tab Here"),
      "c-17": link("New Line"),
      "c-28": link("İ"),
      "c-29": link("Rock'n'Roll"),
      "c-34": link("ʼn"),
    },
  },
  // A final outcome counts in any case of letters.
  "patient-filters": {
    optedOut: "r-pt-commented r-pt-is_safe_to_contact-False r-pt-opt_out-True",
    statuses: { "r-pt-outcome-case": null },
    noText: "c-commented c-is_safe_to_contact-False c-opt_out-True c-outcome-case",
  },
  // In the random runs `statuses` are pets whose first owner cannot be reached: another owner is.
  "random-1": {
    unnamed: "r-007-0 r-025-0 r-050-0 r-053-0",
    optedOut: "r-002-0 r-003-0 r-012-0 r-020-0 r-023-0 r-075-0 r-088-0",
    statuses: { "r-108-0": "EVENT_CREATED" },
    noText: "c-16 c-32 c-44 c-51",
    texts: { "c-54": link("Zoë") },
  },
  "random-2": {
    unnamed: "r-004-0 r-012-0 r-024-0 r-040-0 r-092-0 r-094-0",
    optedOut: "r-019-0 r-030-0 r-044-0 r-064-0 r-083-0 r-102-0",
    statuses: { "r-009-0": "EVENT_CREATED" },
    noText: "c-30 c-44 c-48",
    texts: { "c-18": link("Zoë and O'Dog", "are") },
  },
  "random-3": {
    unnamed: "r-016-0 r-018-0 r-030-0 r-040-0 r-049-0 r-109-0",
    optedOut: "r-001-0 r-036-0 r-077-0 r-107-0",
    noText: "c-27",
    texts: { "c-31": "D O'Dog 202-555-0111", "c-45": link("Zoë") },
  },
  "random-launch-7": {
    unnamed: "r-001-0 r-009-0 r-009-1 r-034-0 r-047-0 r-071-0",
    optedOut: "r-021-0 r-045-1 r-045-2 r-063-0 r-094-1 r-094-2 r-095-0 r-095-1 r-099-1",
    noText: "c-14 c-18 c-27 c-29 c-41 c-57",
    texts: { "c-08": link("Milo"), "c-39": link("Luna and Rex", "are") },
  },
  "random-launch-8": {
    unnamed:
      "r-022-0 r-045-0 r-045-1 r-056-0 r-063-0 r-079-0 r-079-1 r-080-0 r-080-2 r-088-0 r-088-1 r-088-2 r-098-0 r-098-1 r-098-2 r-098-3 r-101-0 r-108-0 r-109-0 r-109-1 r-109-2",
    optedOut: "r-013-0 r-013-2 r-013-3 r-053-0 r-099-0 r-099-2 r-099-3",
    noText: "c-35 c-39 c-42",
  },
  "random-launch-9": {
    unnamed: "r-009-0 r-009-2 r-020-0 r-020-2 r-037-0 r-037-1 r-073-0 r-073-2 r-073-3 r-096-2",
    optedOut: "r-018-0 r-018-3 r-026-0 r-035-2 r-035-3 r-048-0 r-048-1 r-101-0 r-104-1 r-104-2",
    statuses: { "r-030-0": "EVENT_CREATED", "r-090-0": "EXCLUDED_PHONE_TYPE" },
    noText: "c-08 c-14 c-15 c-20 c-51 c-58",
    texts: { "c-13": link("Rex and Max Ii", "are") },
  },
  // A template that asks for the phone number which the practice does not have.
  "settings-text": {
    texts: {
      "c-2":
        'Hello from Robin at Dr. {your_pets} & Söhne "Vet" <b>. Max is due for a visit; book a time for Max here: https://book.example.com/?a=1&b={link}',
    },
  },
};

const cases = listFixtures("sms").flatMap((file) => /^creation-(.+)\.json$/.exec(file)?.[1] ?? []);
const load = (name: string) => readFixture<Recorded>(`sms/creation-${name}.json`);

const database = useTestDatabase();

describe.skipIf(!hasFixtures)("recorded planning runs", () => {
  beforeAll(async () => {
    // Rows of some runs break our CHECKs: a launch's end without a start or before it, a reminder's status of no list.
    await database.pool.query(`
      alter table apps_practicesettings
        drop constraint practicesettings_launch_end_needs_start, drop constraint practicesettings_launch_order;
      alter table apps_reminder drop constraint reminder_sms_status`);
  });
  beforeEach(() =>
    database.pool.query(
      "truncate apps_server, apps_practice, apps_client, apps_patient, apps_outcome, apps_smstemplate, apps_excludedphonetype, apps_smsevent cascade",
    ),
  );

  const plan = async (name: string) => {
    const run = load(name);
    await insertRows(run);
    const { DEFAULT_SMS_TEMPLATE_W_LINK: withLink, DEFAULT_SMS_TEMPLATE_W_PHONE: withPhone } = run.config;
    const input = { practiceId: run.practice_id, day: run.now.slice(0, 10) };
    return planPractice(depsAt(run.now), input, { defaultTexts: { withLink, withPhone } });
  };

  test.each(cases.filter((name) => !(name in refused)))("%s", async (name) => {
    await plan(name);
    expect(await outcome()).toEqual(expected(name, load(name)));
  });

  test.each(Object.entries(refused))("%s is refused: %s", async (name, code) => {
    await expect(plan(name)).rejects.toMatchObject({ name: "DomainError", code });
    expect(await outcome()).toMatchObject({ texts: {} });
  });
});

test.skipIf(!hasFixtures)("every listed difference belongs to a recorded run", () =>
  expect(cases).toEqual(expect.arrayContaining([...Object.keys(refused), ...Object.keys(differences)])),
);

function expected(name: string, run: Recorded): Outcome {
  const difference = differences[name] ?? {};
  const statuses = Object.fromEntries(run.after.reminders.map((r) => [r.odu_id, r.sms_status]));
  // Which of several reminders of one day is linked was left to the database; ours is the lowest id.
  for (const group of run.unspecified ?? [])
    for (const [at, id] of group.toSorted().entries()) statuses[id] = at === 0 ? "EVENT_CREATED" : "CHECKED";
  for (const id of ids(difference.unnamed)) statuses[id] = null;
  for (const id of ids(difference.optedOut)) statuses[id] = "OPTED_OUT";

  const texts: Outcome["texts"] = {};
  for (const { client_id, status, event_context } of run.after.sms_history)
    if (status === "PENDING" && event_context.text !== undefined) texts[client_id] = event_context.text;
  for (const client of ids(difference.noText)) delete texts[client];
  return { statuses: { ...statuses, ...difference.statuses }, texts: { ...texts, ...difference.texts } };
}

async function outcome(): Promise<Outcome> {
  const reminders = await database.db.$queryRaw<{ id: string; status: string | null }[]>(
    Prisma.sql`select odu_id as id, sms_status as status from apps_reminder`,
  );
  const texts = await database.db.$queryRaw<{ client: string; text: string }[]>(Prisma.sql`
    select h.client_id as client, e.context->>'text' as text
    from apps_smshistory h join apps_smsevent e on e.sms_history_id = h.uuid and e.context = h.event_context
    where h.status = 'PENDING'`);
  return {
    statuses: Object.fromEntries(reminders.map(({ id, status }) => [id, status])),
    texts: Object.fromEntries(texts.map(({ client, text }) => [client, text])),
  };
}

/** The rows of a run, and what its service had as settings. */
async function insertRows({ dataset, config }: Recorded) {
  const listed = new Set((dataset["apps_outcome"] ?? []).map((row) => row["text"]));
  const final = config.OUTCOMES_TO_FILTER_OUT.filter((text) => !listed.has(text));
  await insertRecordedRows(database.pool, dataset);
  await database.db.outcome.createMany({ data: final.map((text) => ({ text, isFinal: true })) });
  await database.db.excludedPhoneType.createMany({
    data: config.PHONE_TYPES_TO_EXCLUDE.map((type) => ({ type: type.toLowerCase() })),
  });
}

function depsAt(now: string): Deps {
  const silent = () => undefined;
  return {
    db: database.db,
    now: () => new Date(now),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: true, isSandbox: true },
  };
}
