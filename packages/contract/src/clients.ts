import { z } from "zod";
import { AuditChanges } from "./audit.ts";
import { Day } from "./outreach.ts";
import { AttemptResult, SmsErrorCode, TextStatus } from "./texts.ts";

/** Lengths are counted in characters, as the database does. */
const atMost = (limit: number) => (value: string) => Array.from(value).length <= limit;
const withoutNul = (value: string) => !value.includes("\0");
/** Text without line breaks and other control characters. */
export const oneLine = /^[^\p{Cc}]*$/u;

/** Key of a client, a pet, an e-mail address or a phone as the extractor gives it. */
export const ExtractorId = z.string().min(1).max(255).refine(withoutNul, "is not an id");
/** IANA name. An offset like "+05:00" is none: PostgreSQL reads its sign the other way round. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][\w+/-]*$/, "is not a time zone")
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat("en-US", { timeZone: zone }).format(0) !== "";
    } catch {
      return false;
    }
  }, "is not a time zone");

export const SearchClientsInput = z.strictObject({
  /** Name or part of it, id, e-mail address, phone number in any format, or name of a pet. */
  term: z.string().trim().min(2).max(255).regex(oneLine, "must be one line"),
  limit: z.int().min(1).max(50).default(20),
});
export type SearchClientsInput = z.infer<typeof SearchClientsInput>;

/** A client as lists of search results show one. */
export const ClientRow = z.object({
  oduId: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  fullName: z.string().nullable(),
  /** The first primary ones. */
  emailAddress: z.string().nullable(),
  phoneNumber: z.string().nullable(),
});
export type ClientRow = z.infer<typeof ClientRow>;

/** "similar": nothing fits as it was typed, this is close. */
export const MatchedField = z.enum(["id", "phone", "email", "name", "pet", "similar"]);
export const ClientMatch = ClientRow.extend({
  pets: z.array(z.string()),
  matchedField: MatchedField,
  matchedValue: z.string(),
});
export type ClientMatch = z.infer<typeof ClientMatch>;
/** Best first. `hasMore`: there are further ones, so a longer term helps. */
export const ClientMatches = z.object({ rows: z.array(ClientMatch), hasMore: z.boolean() });
export type ClientMatches = z.infer<typeof ClientMatches>;

/** `timeZone`: the viewer's; "today" is his. */
export const GetClientInput = z.strictObject({ clientId: ExtractorId, timeZone: TimeZone.default("UTC") });
export type GetClientInput = z.infer<typeof GetClientInput>;

const Appointment = z.object({ oduId: z.string(), at: z.date(), type: z.string().nullable() });
const ListedPatient = z.object({
  oduId: z.string(),
  name: z.string().nullable(),
  species: z.string().nullable(),
  breed: z.string().nullable(),
  gender: z.string().nullable(),
  birthDate: Day.nullable(),
  /** Full years. */
  age: z.int().nullable(),
  outcome: z.string().nullable(),
  outcomeAt: z.date().nullable(),
  optOut: z.boolean().nullable(),
  comment: z.string().nullable(),
  /** Newest before today. */
  lastAppointment: Appointment.nullable(),
  /** From today on, the farthest first. */
  nextAppointments: z.array(Appointment),
  /** Oldest first. */
  reminders: z.array(
    z.object({
      oduId: z.string(),
      dateDue: Day,
      description: z.string().nullable(),
      smsStatus: z.string().nullable(),
      practiceId: z.string().nullable(),
    }),
  ),
});

const by = { at: z.date(), by: z.string() };
/** A pet that is the client's but is not contacted any more. */
export const FormerPatient = z.object({
  oduId: z.string(),
  name: z.string().nullable(),
  species: z.string().nullable(),
  reason: z.enum(["DECEASED", "INACTIVE"]),
  /** Of its death. */
  day: Day.nullable(),
});
export type FormerPatient = z.infer<typeof FormerPatient>;

/** What happened to a client, in the order of `at`. */
export const TimelineEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("TEXT"),
    /** When it was sent, else when it was planned. */
    at: z.date(),
    textId: z.uuid(),
    practiceId: z.string().nullable(),
    practiceName: z.string().nullable(),
    status: TextStatus,
    errorCode: SmsErrorCode.nullable(),
    text: z.string(),
    numberTo: z.string().nullable(),
    /** When it is due; null once it has ended. */
    sendAt: z.date().nullable(),
    isFollowed: z.boolean(),
    /** Ids of the pets it speaks of, and their names. */
    patientIds: z.array(z.string()),
    pets: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("ATTEMPT"),
    at: z.date(),
    textId: z.uuid(),
    finishedAt: z.date().nullable(),
    result: AttemptResult.nullable(),
    httpStatus: z.int().nullable(),
  }),
  z.object({
    kind: z.literal("OUTCOME"),
    ...by,
    patientId: z.string(),
    petName: z.string().nullable(),
    outcome: z.string().nullable(),
    previous: z.string().nullable(),
  }),
  /** A change of the client or of the follow-up of a text, outcomes aside. */
  z.object({
    kind: z.literal("EDIT"),
    ...by,
    entity: z.string(),
    entityId: z.string(),
    changes: AuditChanges,
  }),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const ClientDetail = z.object({
  oduId: z.string(),
  /** To be sent back with an update. */
  version: z.int(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  fullName: z.string().nullable(),
  /** Of the practice. */
  timeZone: z.string().nullable(),
  emails: z.array(z.object({ oduId: z.string(), address: z.string().nullable() })),
  phones: z.array(
    z.object({
      oduId: z.string(),
      /** Ten digits. */
      number: z.string().nullable(),
      type: z.string().nullable(),
      /** No practice may text this number. */
      isOptedOut: z.boolean(),
      /** Texts to this number that wait, of every client and practice: what an opt-out stops. */
      waitingTexts: z.int(),
    }),
  ),
  practices: z.array(z.object({ oduId: z.string(), name: z.string().nullable() })),
  patients: z.array(ListedPatient),
  /** By name, at most 100. */
  formerPatients: z.array(FormerPatient),
  /** Newest first, at most 200. */
  timeline: z.array(TimelineEntry),
});
export type ClientDetail = z.infer<typeof ClientDetail>;

const Name = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .refine(atMost(255), "must have at most 255 characters")
  .regex(oneLine, "must be one line");
const PhoneNumber = z
  .string()
  .max(40)
  .transform((typed) => typed.replaceAll(/[^\p{N}\p{L}]/gu, "").replace(/^1(?=[0-9]{10}$)/, ""))
  .pipe(z.string().regex(/^[0-9]{10}$/, "must be a US number of ten digits"));
const Comment = z
  .string()
  .trim()
  .refine(atMost(1000), "must have at most 1000 characters")
  .refine(withoutNul, "must be text")
  .transform((comment) => (comment === "" ? null : comment));

/** Without `oduId` the first address or number of a client who has none is meant; `isPrimary` demotes the other ones. */
const contact = { oduId: ExtractorId.optional(), isPrimary: z.literal(true).optional() };

const EmailChange = z.strictObject({
  ...contact,
  address: z.string().trim().max(254).pipe(z.email()).nullable().optional(),
});
const PhoneChange = z.strictObject({
  ...contact,
  number: PhoneNumber.nullable().optional(),
  /** For all practices. */
  isOptedOut: z.boolean().optional(),
});

/** An absent field stays as it is, null empties it. */
export const ClientChanges = z.strictObject({
  firstName: Name.nullable().optional(),
  lastName: Name.nullable().optional(),
  email: EmailChange.optional(),
  /** Several at once. */
  emails: z.array(EmailChange).max(20).optional(),
  phone: PhoneChange.optional(),
  phones: z.array(PhoneChange).max(20).optional(),
  patients: z
    .array(
      z.strictObject({
        oduId: ExtractorId,
        /** One of the list: recorded now, also when it is the same as before. */
        outcome: z.string().trim().min(1).max(255).regex(oneLine).nullable().optional(),
        optOut: z.boolean().nullable().optional(),
        comment: Comment.nullable().optional(),
      }),
    )
    .max(100)
    .optional(),
});
export type ClientChanges = z.infer<typeof ClientChanges>;

export const UpdateClientInput = z.strictObject({
  ...GetClientInput.shape,
  ...ClientChanges.shape,
  /** Of the client as it was read; a stale one is refused as CONFLICT with `StaleClient` in `details`. */
  version: z.int().min(0),
});
export type UpdateClientInput = z.infer<typeof UpdateClientInput>;

/** What others changed since the version an update was based on, oldest first; empty: the import did. */
export const StaleClient = z.object({
  version: z.int(),
  changes: z.array(z.object({ ...by, changes: AuditChanges })),
});
export type StaleClient = z.infer<typeof StaleClient>;

export const ListClientsByIdInput = z.strictObject({ clientIds: z.array(ExtractorId).min(1).max(20) });
export type ListClientsByIdInput = z.infer<typeof ListClientsByIdInput>;
export const ClientRows = z.array(ClientRow);
