import type { ClientCard } from "@vetsuccess/domain/clients/queries/get-client";
import { z } from "zod";
import { wireInstant } from "./instants.ts";

const AppointmentDay = z.object({ date: z.iso.date() });
const WirePatient = z.object({
  odu_id: z.string(),
  species_description: z.string().nullable(),
  breed_description: z.string().nullable(),
  gender_description: z.string().nullable(),
  name: z.string().nullable(),
  patient_age: z.int().nullable().meta({ description: "Full years." }),
  outcome: z.string().nullable(),
  opt_out: z.boolean().nullable(),
  comment: z.string().nullable(),
  outcome_at: z.iso.datetime().nullable(),
  next_appointments: z
    .array(AppointmentDay)
    .meta({ description: "From today (UTC) on, the farthest first." }),
  last_appointment: AppointmentDay.nullable().meta({ description: "The newest before today (UTC)." }),
  reminders: z
    .array(
      z.object({
        date_due: z.iso.date(),
        description: z.string().nullable(),
        sms_status: z.string().nullable(),
      }),
    )
    .meta({ description: "Due within the last three years or later, oldest first." }),
});

/** A client as REST v1 writes one. */
export const WireClient = z
  .object({
    odu_id: z.string(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    full_name: z.string().nullable(),
    emails: z
      .array(z.object({ odu_id: z.string(), address: z.string().nullable() }))
      .meta({ description: "Primary ones." }),
    phones: z
      .array(z.object({ odu_id: z.string(), app_number: z.string().nullable() }))
      .meta({ description: "Primary ones, ten digits." }),
    practices: z.array(z.object({ odu_id: z.string(), name: z.string().nullable() })),
    patients: z.array(WirePatient),
  })
  .meta({
    id: "Client",
    example: {
      odu_id: "c-1001",
      first_name: "Avery",
      last_name: "Abbott",
      full_name: "Avery Abbott",
      emails: [{ odu_id: "em-0001", address: "avery@example.com" }],
      phones: [{ odu_id: "ph-0001", app_number: "2025550110" }],
      practices: [{ odu_id: "p-101-1", name: "Aspen Animal Clinic" }],
      patients: [
        {
          odu_id: "pt-av-1",
          species_description: "Dog",
          breed_description: "Beagle",
          gender_description: "Male neutered",
          name: "Biscuit",
          patient_age: 8,
          outcome: "Booked a visit",
          opt_out: false,
          comment: "Call after five",
          outcome_at: "2026-06-10T14:00:00Z",
          next_appointments: [{ date: "2026-07-01" }],
          last_appointment: { date: "2026-06-09" },
          reminders: [{ date_due: "2026-05-01", description: "Annual wellness exam", sms_status: null }],
        },
      ],
    },
  });

/** Appointments are days of UTC, as in all of REST v1. */
export function wireClient(card: ClientCard): z.input<typeof WireClient> {
  return {
    odu_id: card.oduId,
    first_name: card.firstName,
    last_name: card.lastName,
    full_name: card.fullName,
    emails: card.emails.map(({ oduId, address }) => ({ odu_id: oduId, address })),
    phones: card.phones.map(({ oduId, number }) => ({ odu_id: oduId, app_number: number })),
    practices: card.practices.map(({ oduId, name }) => ({ odu_id: oduId, name })),
    patients: card.patients.map((patient) => ({
      odu_id: patient.oduId,
      species_description: patient.species,
      breed_description: patient.breed,
      gender_description: patient.gender,
      name: patient.name,
      patient_age: patient.age,
      outcome: patient.outcome,
      opt_out: patient.optOut,
      comment: patient.comment,
      outcome_at: wireInstant(patient.outcomeAt),
      next_appointments: patient.nextAppointments.map(dayOf),
      last_appointment: patient.lastAppointment && dayOf(patient.lastAppointment),
      reminders: patient.reminders.map(({ dateDue, description, smsStatus }) => ({
        date_due: dateDue,
        description,
        sms_status: smsStatus,
      })),
    })),
  };
}

const dayOf = ({ at }: { at: string }) => ({ date: at.slice(0, 10) });
