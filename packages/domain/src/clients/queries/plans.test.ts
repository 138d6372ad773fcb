import { ListContactedInput } from "@vetsuccess/contract/contacted";
import { ListTextsInput } from "@vetsuccess/contract/texts";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { plansOf } from "@vetsuccess/testing/plans";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { listTexts } from "../../texts/queries/list-texts.ts";
import { countNewContacted } from "./count-contacted.ts";
import { findClients } from "./find-clients.ts";
import { getClient } from "./get-client.ts";
import { listClientsById } from "./list-clients-by-id.ts";
import { listContacted } from "./list-contacted.ts";
import { searchClients } from "./search-clients.ts";

const database = useTestDatabase();
const agent = systemActor("agent");
const deps = () => testSender(database).deps;
const clients = 60_000;

beforeAll(async () => {
  const statements = [
    `insert into apps_server (odu_id, time_zone) select n, 'America/New_York' from generate_series(1, 10) n`,
    `insert into apps_practice (odu_id, server_id, name, is_archived)
      select 'p-' || n, 1 + n % 10, 'Practice ' || n, n = 20 from generate_series(1, 20) n`,
    `insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
      select 'c-' || n, 1 + n % 10, first, last, first || ' ' || last from (
        select n, 'First' || md5(n::text) as first, 'Last' || md5('x' || n) as last from generate_series(1, ${clients}) n) named`,
    `insert into apps_phone (odu_id, client_id, is_primary, app_number)
      select 'ph-' || n, 'c-' || n, true, (2025550000 + n)::text from generate_series(1, ${clients}) n`,
    `insert into apps_email (odu_id, client_id, is_primary, address)
      select 'em-' || n, 'c-' || n, true, 'owner' || n || '@example.com' from generate_series(1, ${clients}) n`,
    `insert into apps_patient (odu_id, name) select 'pt-' || n, 'Pet' || md5('p' || n) from generate_series(1, ${clients}) n`,
    `insert into apps_clientpatientrelationship (odu_id, client_id, patient_id)
      select 'rel-' || n, 'c-' || n, 'pt-' || n from generate_series(1, ${clients}) n`,
    `insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context, is_followed)
      select 'c-' || n, 'p-' || (1 + n % 20), 'SENT', timestamptz '2026-06-01' - make_interval(mins => n), '{}', n % 3 = 0
      from generate_series(1, ${clients}) n`,
    `insert into apps_reminder (odu_id, patient_id, practice_id, date_due, sms_history_id)
      select 'r-' || row_number() over (), replace(client_id, 'c-', 'pt-'), practice_id, date '2026-04-01', uuid
      from apps_smshistory`,
    `insert into apps_appointment (odu_id, patient_id, appointment_datetime)
      select 'a-' || n, 'pt-' || n, timestamptz '2026-05-01' from generate_series(1, ${clients}) n`,
    "vacuum analyze",
  ];
  for (const statement of statements) await database.pool.query(statement);
}, 120_000);

/** Big tables that the statements read from end to end. */
const scannedBy = async (work: () => Promise<unknown>) => {
  const plans = await plansOf(database.pool, work);
  expect(plans.length).toBeGreaterThan(0);
  return plans.flatMap((plan) =>
    [
      ...plan.matchAll(
        /Seq Scan on (apps_(?:client|phone|email|patient|clientpatient|smshistory|reminder|appointment)\w*)/g,
      ),
    ].map(([, table]) => table),
  );
};
const contacted = (input: Partial<ListContactedInput>) =>
  listContacted(deps(), agent, ListContactedInput.parse(input));
const search = (term: string) => searchClients(deps(), agent, { term, limit: 20 });

describe("a call center of 60,000 clients reads no big table from end to end", () => {
  test.each([
    ["to find a phone number", () => findClients(deps(), agent, { phoneNumber: "2025550777" })],
    [
      "to find a name, id or e-mail address",
      () => findClients(deps(), agent, { term: "Owner777@Example.com" }),
    ],
    ["to search a name", () => search("Lastabcd")],
    ["to search by two letters", () => search("xy")],
    ["to search a phone number", () => search("202-555-0777")],
    ["to search a phone number without its area code", () => search("555-0777")],
    ["to search an e-mail address", () => search("owner777@exam")],
    ["to show a client", () => getClient(deps(), agent, { clientId: "c-777", timeZone: "UTC" })],
    ["to list the newest contacted clients", () => contacted({})],
    ["to list them by client", () => contacted({ sort: "client", direction: "asc" })],
    [
      "to list them by client, from the end",
      () => contacted({ sort: "client", direction: "desc", offset: 50 }),
    ],
    [
      "to list those of a practice that are not followed",
      () => contacted({ practiceIds: ["p-3"], isFollowed: false }),
    ],
    ["to list those of a day", () => contacted({ sentFrom: "2026-05-20", sentThrough: "2026-05-20" })],
    ["to list those of a name", () => contacted({ name: "abcde" })],
    ["to list those of the last days", () => contacted({ sentInLastDays: 3 })],
    [
      "to count those that are new",
      () =>
        countNewContacted(deps(), agent, {
          isFollowed: false,
          timeZone: "UTC",
          since: new Date("2026-05-31T23:00:00Z"),
        }),
    ],
    ["to show clients one saw lately", () => listClientsById(deps(), agent, { clientIds: ["c-1", "c-777"] })],
  ])("%s", async (_, work) => {
    expect(await scannedBy(work)).toEqual([]);
  });
});

// All of them are counted besides, which reads everything there is.
test.each(["asc", "desc"] as const)(
  "the list of texts, %s, walks the index of those that ended",
  async (direction) => {
    const plans = await plansOf(database.pool, () =>
      listTexts(deps(), agent, ListTextsInput.parse({ direction })),
    );
    expect(plans.join()).toMatch(/Index Scan (Backward )?using smshistory_ended/);
  },
);
