import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { planPractice } from "../../outreach/commands.ts";
import { handleSendDueTexts } from "../../texts/handlers.ts";
import { updateClient, type ClientUpdate } from "./update-client.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const sender = () => testSender(database);
const day = "2026-06-10";
const dueOn = "2026-04-22";
const update = (change: Partial<ClientUpdate>) =>
  updateClient(sender().deps, systemActor("agent"), { clientId: "ann", version: null, ...change });

/** The waiting text of an owner. */
async function textOf(clientId: string): Promise<string> {
  const { uuid } = await database.db.smsHistory.findFirstOrThrow({
    where: { clientId },
    select: { uuid: true },
  });
  return uuid;
}
/** What goes out when it is time, by number. */
async function send() {
  const { deps, sent } = sender();
  await handleSendDueTexts(deps, new AbortController().signal);
  return sent;
}

beforeEach(async () => {
  await center.reset();
  await database.pool.query(`
    alter table apps_smsattempt disable trigger smsattempt_append_only;
    delete from apps_smsattempt;
    alter table apps_smsattempt enable trigger smsattempt_append_only`);
  await center.addPet("Rex", "ann", dueOn);
  await center.addPet("Ada", "ann", dueOn);
  await center.addPet("Bo", "bob", dueOn);
  for (const owner of ["ann", "bob"]) await center.addClient(owner);
  await center.addOutcomes("Moved away", "Booked a visit", "Pet died");
  await planPractice(
    { ...sender().deps, now: () => new Date(`${day}T02:00:00Z`) },
    { practiceId: "p-1", day },
  );
});

describe("a waiting text", () => {
  test.each(["Moved away", "Pet died"])("of one pet is canceled by the final outcome %s", async (outcome) => {
    await update({ clientId: "bob", patients: [{ oduId: "Bo", outcome }] });
    expect(await center.textNow(await textOf("bob"))).toMatchObject({
      status: "CANCELED",
      errorCode: "FINAL_OUTCOME",
      waitingText: null,
    });
    expect((await send()).map(({ numberTo }) => numberTo)).toEqual(["+12025551097"]);
  });

  test("of two pets is rewritten without the one with a final outcome, and goes out so", async () => {
    const uuid = await textOf("ann");
    expect((await center.textNow(uuid)).waitingText).toMatch(/Ada and Rex/);
    await update({ patients: [{ oduId: "Rex", outcome: "Moved away" }] });
    const { status, waitingText } = await center.textNow(uuid);
    expect(status).toBe("PENDING");
    expect(waitingText).toMatch(/Ada/);
    expect(waitingText).not.toMatch(/Rex/);
    expect((await send()).find(({ numberTo }) => numberTo === "+12025551097")?.text).toBe(waitingText);
  });

  test("is canceled when the second pet goes too", async () => {
    await update({ patients: [{ oduId: "Rex", outcome: "Moved away" }] });
    await update({ patients: [{ oduId: "Ada", optOut: true }] });
    expect(await center.textNow(await textOf("ann"))).toMatchObject({ status: "CANCELED" });
  });

  test("A1: is canceled by the opt-out of its pet, in the same transaction", async () => {
    await update({ clientId: "bob", patients: [{ oduId: "Bo", optOut: true }] });
    expect(await center.textNow(await textOf("bob"))).toMatchObject({
      status: "CANCELED",
      errorCode: "OPTED_OUT",
    });
    expect(await send()).toHaveLength(1);
  });

  test("stays for an outcome that is not final", async () => {
    await update({ patients: [{ oduId: "Rex", outcome: "Booked a visit" }] });
    expect((await center.textNow(await textOf("ann"))).waitingText).toMatch(/Ada and Rex/);
  });

  test("stays untouched when the command fails", async () => {
    const change = update({
      clientId: "bob",
      firstName: "x",
      patients: [{ oduId: "Bo", optOut: true }, { oduId: "Rex" }],
    });
    await expect(change).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await center.textNow(await textOf("bob"))).toMatchObject({ status: "PENDING" });
  });

  test("that is being sent at this moment stays as it is", async () => {
    const uuid = await textOf("bob");
    await database.pool.query(
      `update apps_smsevent set status = 'IN_PROGRESS', claimed_by = 'w' where sms_history_id = $1`,
      [uuid],
    );
    await update({ clientId: "bob", patients: [{ oduId: "Bo", optOut: true }] });
    expect(await center.textNow(uuid)).toMatchObject({ status: "PENDING" });
  });

  test("is canceled for an archived practice too, and not rewritten", async () => {
    await database.db.practice.create({ data: { oduId: "p-open", serverId: 1n } });
    await database.db.practice.update({ where: { oduId: "p-1" }, data: { isArchived: true } });
    const before = await center.textNow(await textOf("ann"));
    await update({ patients: [{ oduId: "Rex", optOut: true }] });
    expect(await center.textNow(await textOf("ann"))).toEqual(before);
    await update({ clientId: "bob", patients: [{ oduId: "Bo", optOut: true }] });
    expect(await center.textNow(await textOf("bob"))).toMatchObject({ status: "CANCELED" });
  });

  test("is never both sent and canceled when sender and agent meet", async () => {
    const { deps, sent } = sender();
    await Promise.all([
      handleSendDueTexts(deps, new AbortController().signal),
      update({ clientId: "bob", patients: [{ oduId: "Bo", optOut: true }] }),
    ]);
    const wasSent = sent.some(({ numberTo }) => numberTo === "+12025551098");
    expect((await center.textNow(await textOf("bob"))).status).toBe(wasSent ? "SENT" : "CANCELED");
  });
});

describe("the opt-out of a number", () => {
  const optOut = (isOptedOut: boolean) => update({ phone: { oduId: "ph-ann", isOptedOut } });
  const active = () => database.db.optOut.findMany({ where: { endedAt: null } });

  test("A15: cancels the texts of all clients who share it, and lasts", async () => {
    await database.pool.query(`
      update apps_phone set app_number = '2025551097' where odu_id = 'ph-bob';
      update apps_smshistory set event_context = event_context || '{"number_to": "2025551097"}' where client_id = 'bob';
      update apps_smsevent set context = context || '{"number_to": "2025551097"}'`);
    await optOut(true);
    for (const owner of ["ann", "bob"])
      expect(await center.textNow(await textOf(owner))).toMatchObject({
        status: "CANCELED",
        errorCode: "OPTED_OUT",
      });
    expect(await active()).toMatchObject([
      { number: "+12025551097", scope: "ALL", source: "AGENT", actor: "agent" },
    ]);
    await optOut(true);
    expect(await active()).toHaveLength(1);
    expect(await send()).toEqual([]);
  });

  test("is taken back by an agent, unless the recipient answered STOP", async () => {
    await optOut(true);
    await optOut(false);
    expect(await active()).toEqual([]);
    expect(await database.db.optOut.findFirst()).toMatchObject({
      endedBy: "agent",
      endedAt: elevenInNewYork,
    });
    await database.db.optOut.create({ data: { number: "+12025551097", source: "STOP" } });
    await expect(optOut(false)).rejects.toMatchObject({ code: "INVALID_INPUT", field: "phone.isOptedOut" });
    expect(await active()).toHaveLength(1);
  });

  test("goes with a new number in one command, and with none is refused", async () => {
    await update({ phone: { oduId: "ph-ann", number: "2025557777", isOptedOut: true } });
    expect(await active()).toMatchObject([{ number: "+12025557777" }]);
    const change = update({ phone: { oduId: "ph-ann", number: null, isOptedOut: true } });
    await expect(change).rejects.toMatchObject({ field: "phone.isOptedOut" });
  });
});

test("what became of the texts stands in the audit trail", async () => {
  await update({ patients: [{ oduId: "Rex", optOut: true }] });
  await update({ clientId: "bob", patients: [{ oduId: "Bo", optOut: true }] });
  const [rewritten, canceled] = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rewritten?.changes).toMatchObject({ rewritten: { after: [await textOf("ann")] } });
  expect(canceled?.changes).toMatchObject({
    canceled: { after: [{ textId: await textOf("bob"), reason: "OPTED_OUT" }] },
  });
});
