import type { ClientDetail, FormerPatient, GetClientInput } from "@vetsuccess/contract/clients";
import { DomainError } from "@vetsuccess/contract/errors";
import { Prisma } from "@vetsuccess/db/sql";
import { localDay, subtractYears } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import {
  isInScope,
  isListedClient,
  isListedPatient,
  isOpenPractice,
  isoInstant,
  primaryEmails,
  primaryPhones,
} from "./listed.ts";
import { listTimeline } from "./timeline.ts";

/** Reminders that were due longer ago are not shown. */
const reminderYears = 3;

type Appointment = ClientDetail["patients"][number]["nextAppointments"][number];
type AppointmentJson = Omit<Appointment, "at"> & { at: string };

type PatientCard = Omit<
  ClientDetail["patients"][number],
  "outcomeAt" | "lastAppointment" | "nextAppointments"
> & {
  outcomeAt: string | null;
  lastAppointment: AppointmentJson | null;
  nextAppointments: AppointmentJson[];
};

/** A client without timeline; instants are ISO 8601 in UTC to the microsecond. */
export type ClientCard = Omit<ClientDetail, "patients" | "formerPatients" | "timeline"> & {
  patients: PatientCard[];
};

/**
 * A client with contact data, practices and pets. Of several practices only the one of the newest SENT text is shown, if
 * it is among them; archived ones are not shown and their texts do not count. One statement.
 *
 * @param input `timeZone` decides what "today" is: for ages, and for which appointment is the last and which the next
 * @throws DomainError NOT_FOUND, also for a client whom the actor may not see
 */
export async function getClientCard(deps: Deps, actor: Actor, input: GetClientInput): Promise<ClientCard> {
  const today = localDay(deps.now(), input.timeZone);
  const startOfToday = Prisma.sql`(${today}::date::timestamp at time zone ${input.timeZone})`;
  const [card] = await deps.db.$queryRaw<ClientCard[]>(Prisma.sql`
    select c.odu_id as "oduId", c.version, c.first_name as "firstName", c.last_name as "lastName",
      c.full_name as "fullName", server.time_zone as "timeZone", ${primaryEmails} as emails,
      ${primaryPhones(Prisma.sql`, 'type', ph.type, 'isOptedOut', exists (
        select from apps_optout o where o.number = '+1' || ph.app_number and o.ended_at is null and o.scope = 'ALL'),
        'waitingTexts', (select count(*)::int from apps_smshistory w
          where w.status = 'PENDING' and w.event_context ->> 'number_to' = ph.app_number)`)} as phones,
      ${practicesOf(actor)} as practices, ${patientsOf(actor, today, startOfToday)} as patients
    from apps_client c left join apps_server server on server.odu_id = c.server_id
    where c.odu_id = ${input.clientId} and ${isListedClient(actor)}`);
  if (!card) throw new DomainError("NOT_FOUND", "There is no such client.", { field: "clientId" });
  return card;
}

/** The client with its former pets and everything that happened to it. Three statements. */
export async function getClient(deps: Deps, actor: Actor, input: GetClientInput): Promise<ClientDetail> {
  const card = await getClientCard(deps, actor, input);
  const patientIds = card.patients.map((patient) => patient.oduId);
  const [formerPatients, timeline] = await Promise.all([
    listFormerPatients(deps, card.oduId),
    listTimeline(deps, actor, { clientId: card.oduId, patientIds }),
  ]);
  return { ...card, patients: card.patients.map(toPatient), formerPatients, timeline };
}

/** The pets of a client that are not contacted any more, by name. Those deleted or removed are no pets of it. */
function listFormerPatients({ db }: Pick<Deps, "db">, clientId: string): Promise<FormerPatient[]> {
  return db.$queryRaw<FormerPatient[]>(Prisma.sql`
    select p.odu_id as "oduId", p.name, p.species_description as species, case
        when p.pims_is_deceased or p.is_deceased or p.death_date is not null or p.euthanasia_date is not null
        then 'DECEASED' else 'INACTIVE' end as reason,
      coalesce(p.death_date, p.euthanasia_date)::text as day
    from apps_patient p
    where p.extractor_removed_at is null and p.pims_is_deleted is not true and not (${isListedPatient}) and p.odu_id in (
      select rel.patient_id from apps_clientpatientrelationship rel
      where rel.client_id = ${clientId} and rel.extractor_removed_at is null)
    order by p.name, p.odu_id limit 100`);
}

function toPatient(card: PatientCard): ClientDetail["patients"][number] {
  return {
    ...card,
    outcomeAt: card.outcomeAt === null ? null : new Date(card.outcomeAt),
    lastAppointment: card.lastAppointment && toAppointment(card.lastAppointment),
    nextAppointments: card.nextAppointments.map(toAppointment),
  };
}

const toAppointment = ({ at, ...rest }: AppointmentJson): Appointment => ({ ...rest, at: new Date(at) });

/** The practices of clients `c`, by name. */
function practicesOf(actor: Actor): Prisma.Sql {
  return Prisma.sql`
    coalesce((
      with own as materialized (
        select practice.odu_id, practice.name from apps_practice practice
        where practice.server_id = c.server_id and ${isOpenPractice(actor)}
      ), newest as materialized (
        select h.practice_id from apps_smshistory h join apps_practice practice on practice.odu_id = h.practice_id
        where h.client_id = c.odu_id and h.status = 'SENT' and h.sent_at is not null and ${isOpenPractice(actor)}
        order by h.sent_at desc, h.uuid limit 1
      )
      select json_agg(json_build_object('oduId', own.odu_id, 'name', own.name) order by own.name, own.odu_id) from own
      where own.odu_id in (select practice_id from newest)
        or not exists (select from own texted join newest on newest.practice_id = texted.odu_id)), '[]')`;
}

/** The listed pets of clients `c`, by id; a pet of two owners is shown to both. */
function patientsOf(actor: Actor, today: string, startOfToday: Prisma.Sql): Prisma.Sql {
  const oldest = subtractYears(today, reminderYears);
  const appointment = Prisma.sql`
    json_build_object('oduId', a.odu_id, 'at', ${isoInstant(Prisma.sql`a.appointment_datetime`)}, 'type', a.type)`;
  const appointments = Prisma.sql`
    apps_appointment a
    where a.patient_id = p.odu_id and a.is_canceled_appointment is not true and a.extractor_removed_at is null
      and (a.practice_id is null or ${isInScope(actor, Prisma.sql`a.practice_id`)})`;
  return Prisma.sql`
    coalesce((
      select json_agg(json_build_object('oduId', p.odu_id, 'name', p.name, 'species', p.species_description,
        'breed', p.breed_description, 'gender', p.gender_description, 'birthDate', p.birth_date,
        'age', greatest(extract(year from age(${today}::date, p.birth_date)), case when p.birth_date is not null then 0 end),
        'outcome', p.outcome, 'outcomeAt', ${isoInstant(Prisma.sql`p.outcome_at`)}, 'optOut', p.opt_out, 'comment', p.comment,
        'lastAppointment', (
          select ${appointment} from ${appointments} and a.appointment_datetime < ${startOfToday}
          order by a.appointment_datetime desc, a.odu_id limit 1),
        'nextAppointments', coalesce((
          select json_agg(${appointment} order by a.appointment_datetime desc, a.odu_id)
          from ${appointments} and a.appointment_datetime >= ${startOfToday}), '[]'),
        'reminders', coalesce((
          select json_agg(json_build_object('oduId', r.odu_id, 'dateDue', r.date_due, 'description', r.description,
            'smsStatus', r.sms_status, 'practiceId', r.practice_id) order by r.date_due, r.odu_id)
          from (
            select distinct on (r.practice_id, r.client_id, r.date_due, r.description) r.*
            from apps_reminder r
            where r.patient_id = p.odu_id and r.date_due >= ${oldest}::date and r.extractor_removed_at is null
              and ${isInScope(actor, Prisma.sql`r.practice_id`)}
            order by r.practice_id, r.client_id, r.date_due, r.description, r.odu_id) r), '[]')
      ) order by p.odu_id)
      from apps_patient p
      where ${isListedPatient} and p.odu_id in (
        select rel.patient_id from apps_clientpatientrelationship rel
        where rel.client_id = c.odu_id and rel.extractor_removed_at is null)), '[]')`;
}
