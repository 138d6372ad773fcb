import { Prisma } from "@vetsuccess/db/sql";

/** An appointment made so long after a text counts as its fruit. */
const bookedWithin = Prisma.sql`interval '14 days'`;

/** Of texts `h`: it was sent, and an appointment of one of its pets was made soon after. */
export const isBooked = Prisma.sql`
  h.status = 'SENT' and exists (
    select from apps_reminder r join apps_appointment a on a.patient_id = r.patient_id
    where r.sms_history_id = h.uuid and a.is_canceled_appointment is not true and a.extractor_removed_at is null
      and coalesce(a.odu_created_at, a.created_at) > h.sent_at
      and coalesce(a.odu_created_at, a.created_at) <= h.sent_at + ${bookedWithin})`;

/** Of texts `h` with reminders `r` of pets `p`: the outcome that the pet has was recorded after the text was sent. */
export const isRecordedSince = Prisma.sql`h.status = 'SENT' and p.outcome_at >= h.sent_at`;

/** Of texts `h`: it was sent, and this outcome of one of its pets was recorded since. */
export const hasOutcome = (outcome: string) => Prisma.sql`exists (
  select from apps_reminder r join apps_patient p on p.odu_id = r.patient_id
  where r.sms_history_id = h.uuid and p.outcome = ${outcome} and ${isRecordedSince})`;
