import { Prisma } from "@vetsuccess/db/sql";
import type { TestDatabase } from "./database.ts";

/** A reminder with the text it is linked to, as planning left them. */
export interface ReminderRow {
  reminder: string;
  status: string | null;
  decidedOn: string | null;
  historyId: string | null;
  clientId: string | null;
  textStatus: string | null;
  plannedOn: string | null;
  sendAt: Date | null;
  text: string | null;
  numberTo: string | null;
  /** Event and history carry the same context. */
  isSame: boolean | null;
}

/** The ten digits of an owner's phone; owners differ in the first letter of their names. */
export function phoneOf(owner: string): string {
  return `202555${1000 + owner.charCodeAt(0)}`;
}

/** One practice that texts, "p-1" in New York, and what fills and reads it. `reset` is for `beforeEach`. */
export function outreachOf(database: TestDatabase) {
  const practiceId = "p-1";

  async function reset() {
    await database.pool.query(`truncate apps_server, apps_practice, apps_client, apps_patient, apps_optout,
      apps_smstemplate, apps_excludedphonetype, apps_smshistory, graphile_worker._private_jobs cascade;
      delete from apps_outcome where not is_archived`);
    await database.db.server.create({ data: { oduId: 1n, timeZone: "America/New_York" } });
    await addPractice(practiceId);
  }

  async function addPractice(
    id: string,
    settings: Partial<Prisma.PracticeSettingsUncheckedCreateInput> = {},
    practice: Partial<Prisma.PracticeUncheckedCreateInput> = {},
  ) {
    await database.db.practice.create({ data: { oduId: id, serverId: 1n, ...practice } });
    await database.db.practiceSettings.create({
      data: {
        practiceId: id,
        isSmsMailingEnabled: true,
        smsSendersPhone: "2025550100",
        smsScheduler: "Robin",
        smsPracticeName: "Willow Vets",
        smsPhone: "202-555-0111",
        smsLink: "https://book.example.com",
        ...settings,
      },
    });
  }

  /** A pet with one reminder, due on YYYY-MM-DD; its owner has a cell phone. Both go by their names. */
  async function addPet(pet: string, owner: string, dueOn: string, description: string | null = null) {
    const { db } = database;
    const phone = {
      oduId: `ph-${owner}`,
      clientId: owner,
      isPrimary: true,
      appNumber: phoneOf(owner),
      type: "Cell",
    };
    await db.client.upsert({ where: { oduId: owner }, create: { oduId: owner }, update: {} });
    await db.phone.upsert({ where: { oduId: phone.oduId }, create: phone, update: {} });
    await db.patient.create({ data: { oduId: pet, name: pet } });
    await db.clientPatientRelationship.create({
      data: { oduId: `${owner}-${pet}`, clientId: owner, patientId: pet, isPrimary: true },
    });
    await addReminder(pet, dueOn, description);
  }

  /** A further reminder of a pet: `<pet>-<dueOn>`. */
  async function addReminder(pet: string, dueOn: string, description: string | null = null) {
    await database.db.reminder.create({
      data: { oduId: `${pet}-${dueOn}`, patientId: pet, practiceId, dateDue: new Date(dueOn), description },
    });
  }

  /** All reminders, by id. */
  const listReminders = () =>
    database.db.$queryRaw<ReminderRow[]>(Prisma.sql`
      select r.odu_id as reminder, r.sms_status as status, r.sms_decided_on::text as "decidedOn",
        r.sms_history_id::text as "historyId", h.client_id as "clientId", h.status as "textStatus",
        h.planned_on::text as "plannedOn", e.send_at as "sendAt", e.context->>'text' as text,
        e.context->>'number_to' as "numberTo", e.context = h.event_context as "isSame"
      from apps_reminder r
      left join apps_smshistory h on h.uuid = r.sms_history_id
      left join apps_smsevent e on e.sms_history_id = h.uuid
      order by 1`);

  const listJobs = () =>
    database.db.$queryRaw<{ task: string; runAt: Date; key: string | null }[]>(Prisma.sql`
      select task_identifier as task, run_at as "runAt", key from graphile_worker.jobs order by 1, 2`);

  /** Last day that planning covered, YYYY-MM-DD. */
  async function coveredThrough(): Promise<string | undefined> {
    const watermark = await database.db.outreachWatermark.findUnique({ where: { practiceId } });
    return watermark?.coveredThrough?.toISOString().slice(0, 10);
  }

  return { practiceId, reset, addPractice, addPet, addReminder, listReminders, listJobs, coveredThrough };
}
