import { randomUUID } from "node:crypto";
import type { TestDatabase } from "./database.ts";
import { outreachOf, phoneOf } from "./outreach.ts";

interface NewText {
  clientId: string | null;
  /** Pets it speaks of; null: a reminder without a pet. */
  pets?: (string | null)[];
  status?: string;
  sentAt?: string | null;
  isFollowed?: boolean;
  practiceId?: string;
}

/** The practice of `outreachOf` with owners that agents see, and what fills and reads it. `reset` is for `beforeEach`. */
export function callCenterOf(database: TestDatabase) {
  const outreach = outreachOf(database);

  async function reset() {
    await outreach.reset();
    await database.pool.query(`
      alter table apps_auditevent disable trigger auditevent_append_only;
      truncate apps_auditevent;
      alter table apps_auditevent enable trigger auditevent_append_only`);
  }

  /** A client of the practice's server with a cell phone, an e-mail address and pets; all go by their names. */
  async function addClient(
    id: string,
    given: { name?: [string | null, string | null]; pets?: string[] } = {},
  ) {
    const { db } = database;
    const [firstName, lastName] = given.name ?? [id, "Owner"];
    const fullName = [firstName, lastName].filter(Boolean).join(" ");
    const names = { firstName, lastName, fullName, serverId: 1n };
    await db.client.upsert({ where: { oduId: id }, create: { oduId: id, ...names }, update: names });
    const phone = {
      clientId: id,
      isPrimary: true,
      appNumber: phoneOf(id),
      number: phoneOf(id),
      type: "Cell",
    };
    await db.phone.upsert({
      where: { oduId: `ph-${id}` },
      create: { oduId: `ph-${id}`, ...phone },
      update: phone,
    });
    await db.email.create({
      data: { oduId: `em-${id}`, clientId: id, isPrimary: true, address: `${id}@example.com` },
    });
    for (const pet of given.pets ?? []) {
      await db.patient.upsert({ where: { oduId: pet }, create: { oduId: pet, name: pet }, update: {} });
      await db.clientPatientRelationship.create({
        data: { oduId: `${id}-${pet}`, clientId: id, patientId: pet, isPrimary: true },
      });
    }
  }

  /** A text as it stands in the history. Returns its uuid. */
  async function addText(text: NewText): Promise<string> {
    const uuid = randomUUID();
    const { clientId, pets = [], practiceId = outreach.practiceId } = text;
    await database.db.smsHistory.create({
      data: {
        uuid,
        clientId,
        practiceId,
        eventContext: { text: "Hello", number_to: "2025551097" },
        status: text.status ?? "SENT",
        sentAt: text.sentAt === null ? null : new Date(text.sentAt ?? "2026-06-01T15:00:00Z"),
        isFollowed: text.isFollowed ?? false,
      },
    });
    for (const patientId of pets)
      await database.db.reminder.create({
        data: {
          oduId: randomUUID(),
          patientId,
          practiceId,
          smsHistoryId: uuid,
          dateDue: new Date("2026-04-01"),
        },
      });
    return uuid;
  }

  /** How a text stands, with the words that would go out; null: nothing waits. */
  async function textNow(uuid: string) {
    const history = await database.db.smsHistory.findUniqueOrThrow({
      where: { uuid },
      select: { status: true, errorCode: true, isFollowed: true, event: { select: { context: true } } },
    });
    const { event, ...rest } = history;
    const context = event?.context as { text?: string } | undefined;
    return { ...rest, waitingText: context?.text ?? null };
  }

  /** Outcomes that agents can record; the shipped ones, which are archived, come back. */
  async function addOutcomes(...texts: string[]) {
    await database.db.outcome.createMany({
      data: texts.map((text) => ({ text, isFinal: ["Moved away", "Pet died"].includes(text) })),
      skipDuplicates: true,
    });
    await database.db.outcome.updateMany({ where: { text: { in: texts } }, data: { isArchived: false } });
  }

  return { ...outreach, reset, addClient, addText, textNow, addOutcomes };
}
