import type { ClientChanges } from "@vetsuccess/contract/clients";
import type { DomainError } from "@vetsuccess/contract/errors";
import { z } from "zod";
import type { Body } from "./body.ts";
import { isEmailAddress } from "./email-address.ts";
import { checkBody, flag, list, object, text } from "./fields.ts";
import { Refusal } from "./refusal.ts";

const mostPatients = 100;

const name = text({ isNullable: true, max: 255 });
const contact = { odu_id: text({ max: 255 }), set_is_primary: flag({ isNullable: false }) };
const email = object({
  ...contact,
  address: text({
    isNullable: true,
    max: 254,
    refine: (address) => (isEmailAddress(address) ? undefined : ["Enter a valid email address."]),
  }),
});
const phone = object({
  ...contact,
  app_number: text({
    isNullable: true,
    min: 10,
    max: 10,
    pattern: { regex: /^\d+$/, message: "Ensure this value consists of digits." },
  }),
});
const patient = (outcomes: ReadonlySet<string>) =>
  object({
    odu_id: text({ max: 255 }),
    outcome: text({
      isNullable: true,
      max: 255,
      refine: (outcome) => (outcomes.has(outcome) ? undefined : { detail: "Invalid outcome value." }),
    }),
    opt_out: flag({ isNullable: true }),
    comment: text({ isNullable: true, isBlankNull: true, max: 1000 }),
  });
const fieldsOf = (outcomes: ReadonlySet<string>) => ({
  first_name: name,
  last_name: name,
  email,
  phone,
  patients: list(patient(outcomes), mostPatients),
});

/** Whether the body names an outcome, so that the list of them is worth reading. */
export function namesOutcome({ value }: Body): boolean {
  const { patients } = (value ?? {}) as { patients?: unknown };
  return (
    Array.isArray(patients) &&
    patients.some((each: unknown) => typeof each === "object" && each !== null && "outcome" in each)
  );
}

/**
 * The changes that a body stands for. A pet without an id is left aside, as are fields that are unknown or not to be changed.
 *
 * @param outcomes what may be recorded at this moment
 * @param isWhole PUT: contact data and pets must be there, names need not
 * @throws Refusal 400 with the fields at fault
 */
export function readChanges(body: Body, outcomes: ReadonlySet<string>, isWhole: boolean): ClientChanges {
  const fields = object(fieldsOf(outcomes), isWhole ? ["email", "phone", "patients"] : []);
  const { first_name, last_name, patients, ...sent } = checkBody(fields, body);
  const patientChanges = patients?.flatMap(({ odu_id, outcome, opt_out, comment }) =>
    odu_id === undefined
      ? []
      : [
          {
            oduId: odu_id,
            ...given("outcome", outcome),
            ...given("optOut", opt_out),
            ...given("comment", comment),
          },
        ],
  );
  return {
    ...given("firstName", first_name),
    ...given("lastName", last_name),
    ...(sent.email && { email: { ...contactOf(sent.email), ...given("address", sent.email.address) } }),
    ...(sent.phone && { phone: { ...contactOf(sent.phone), ...given("number", sent.phone.app_number) } }),
    ...given("patients", patientChanges),
  };
}

function contactOf({ odu_id, set_is_primary }: { odu_id?: string; set_is_primary?: boolean }) {
  return { ...given("oduId", odu_id), ...(set_is_primary ? { isPrimary: true as const } : {}) };
}

/** An absent field stays absent. */
function given<Name extends string, T>(key: Name, value: T | undefined): Partial<Record<Name, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Name, T>);
}

/** What the domain found wrong with the rows that were meant, in the words of the wire. */
export function refusalOfChanges({ fields = [], message }: DomainError): Refusal {
  const of = (pattern: RegExp) => fields.find(({ path }) => pattern.test(path));
  for (const [kind, value] of [
    ["email", "address"],
    ["phone", "app_number"],
  ] as const) {
    const missing = of(new RegExp(`^${kind}\\.(address|number)$`));
    if (missing) return new Refusal(400, { [kind]: { [value]: ["This field is required."] } });
    const error = of(new RegExp(`^${kind}\\.oduId$`));
    if (error?.message === "say which one is meant")
      return new Refusal(400, { [kind]: { odu_id: ["This field is required."] } });
    if (error) return new Refusal(400, { detail: `Invalid odu_id for ${kind} field.` });
  }
  if (of(/^patients\.\d+\.oduId$/)) return new Refusal(400, { detail: "Invalid odu_id for patients field." });
  return new Refusal(400, { detail: message });
}

const WireContact = {
  odu_id: z
    .string()
    .max(255)
    .optional()
    .meta({ description: "Which one; none: the first one of a client who has none." }),
  set_is_primary: z
    .boolean()
    .optional()
    .meta({ description: "true: the other primary ones cease to be it." }),
};

/** The document of the body; absent fields stay as they are, null empties one. */
export const WireChanges = z
  .object({
    first_name: z.string().max(255).nullable().optional(),
    last_name: z.string().max(255).nullable().optional(),
    email: z.object({ ...WireContact, address: z.string().max(254).nullable().optional() }).optional(),
    phone: z
      .object({
        ...WireContact,
        app_number: z
          .string()
          .regex(/^\d{10}$/)
          .nullable()
          .optional(),
      })
      .optional(),
    patients: z
      .array(
        z.object({
          odu_id: z.string().max(255),
          outcome: z
            .string()
            .max(255)
            .nullable()
            .optional()
            .meta({ description: "One of the list of outcomes." }),
          opt_out: z.boolean().nullable().optional(),
          comment: z.string().max(1000).nullable().optional(),
        }),
      )
      .max(mostPatients)
      .optional(),
  })
  .meta({
    id: "ClientChanges",
    example: {
      first_name: "Ava",
      phone: { odu_id: "ph-0001", app_number: "2025550198" },
      patients: [{ odu_id: "pt-av-1", outcome: "Booked a visit", comment: "Comes on Monday" }],
    },
  });
