import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import type { ExportContactedInput } from "@vetsuccess/contract/contacted";
import { systemActor, type Actor } from "../../deps.ts";
import { exportContacted } from "./export-contacted.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const lead = systemActor("lead");
const everything: ExportContactedInput = { timeZone: "America/New_York", sort: "client", direction: "asc" };

const exported = async (input: Partial<ExportContactedInput> = {}, actor: Actor = lead) => {
  let csv = "";
  const { deps } = testSender(database);
  for await (const piece of await exportContacted(deps, actor, { ...everything, ...input })) csv += piece;
  return csv.split("\r\n");
};

beforeEach(() => center.reset());

test("the file has a line for each text, in the order of the list, with the viewer's clock", async () => {
  await center.addClient("ann", { name: ["Ann", "Abbott"], pets: ["Rex", "Ada"] });
  await center.addClient("bob", { name: ["Bob", 'Bell, "B"'] });
  await database.pool.query("update apps_practice set name = 'Birch' where odu_id = 'p-1'");
  await database.pool.query(
    "update apps_patient set outcome = 'Booked', outcome_at = '2026-06-11' where odu_id = 'Rex'",
  );
  await center.addText({ clientId: "bob", sentAt: null, isFollowed: true });
  await center.addText({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: "2026-06-10T03:30:00Z" });
  expect(await exported()).toEqual([
    "\uFEFFClient ID,Client,Phones,E-mails,Pets,Outcomes,Practice,Sent at (America/New_York),Followed",
    "ann,Ann Abbott,2025551097,ann@example.com,Ada; Rex,Rex: Booked,Birch,2026-06-09 23:30,no",
    'bob,"Bob Bell, ""B""",2025551098,bob@example.com,,,Birch,,yes',
    "",
  ]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "a name that a spreadsheet would calculate with is text: %j",
  async (name) => {
    await center.addClient("ann", { name: [name, null] });
    await center.addText({ clientId: "ann" });
    const file = (await exported()).join("\r\n");
    expect(file).toContain(`'${name}`);
  },
);

test("pieces join without a gap or a repetition", async () => {
  await center.addClient("ann");
  await database.pool.query(`
    insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
    select 'ann', 'p-1', 'SENT', timestamptz '2026-06-01' + make_interval(mins => n % 7), '{}'
    from generate_series(1, 2500) n`);
  expect(await exported({ sort: "sentAt" })).toHaveLength(2502);
});

test("filters and practices of the actor hold, and the trail tells of the deed without names of clients", async () => {
  await center.addClient("ann", { name: ["Ann", "Abbott"] });
  await center.addPractice("p-2");
  await center.addText({ clientId: "ann" });
  expect(await exported({ name: "abbott", isFollowed: false })).toHaveLength(3);
  expect(await exported({}, { ...lead, practiceIds: ["p-2"] })).toHaveLength(2);
  const trail = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(trail).toMatchObject([
    {
      action: "clients.export",
      changes: { isFollowed: { after: false }, hasName: { after: true }, texts: { after: 1 } },
    },
    { action: "clients.export", changes: { texts: { after: 0 } } },
  ]);
  expect(JSON.stringify(trail[0]?.changes)).not.toMatch(/abbott/i);
});

test("more than a file holds is refused before anything is recorded", async () => {
  await center.addClient("ann");
  await database.pool.query(`
    insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
    select 'ann', 'p-1', 'SENT', timestamptz '2026-06-01', '{}' from generate_series(1, 50001) n`);
  await expect(exported()).rejects.toMatchObject({ code: "INVALID_INPUT" });
  expect(await database.db.auditEvent.count()).toBe(0);
});
