import type { RowChanges } from "./recorded-answers.ts";
import { restRecord } from "./recorded-rest.ts";

type Row = Record<string, unknown>;
export interface RecordedBody {
  patients: Row[];
  results: Row[];
}
/** What ours does otherwise; what is not given is as recorded. */
export interface Difference {
  /** The answer and the changes are those of this other case. */
  like?: string;
  status?: number;
  body?: unknown;
  /** Changes the body that was recorded. */
  edit?: (body: RecordedBody) => unknown;
  /** The address belongs to the admin app, or to nobody: its answer is no part of REST v1. */
  isElsewhere?: true;
  changes?: RowChanges;
}

/** When the cases happen. */
const noon = "2026-06-10T14:00:00Z";

/** Adds a pet to those of a client, or changes the one with its id. */
const withPet = (pet: Row) => (body: RecordedBody) => {
  const other = body.patients.filter(({ odu_id }) => odu_id !== pet["odu_id"]);
  return {
    ...body,
    patients: [...other, { ...body.patients.find(({ odu_id }) => odu_id === pet["odu_id"]), ...pet }],
  };
};

function petOf(caseName: string, id: string): Row {
  const body = restRecord.cases.find(({ name }) => name === caseName)?.expect.body as
    | RecordedBody
    | undefined;
  return body?.patients.find(({ odu_id }) => odu_id === id) ?? {};
}

/** The case gives two pets a reminder of a text, and records an outcome for one of them. */
function withReminderOfText(pet: Row): Row {
  const reminders = [
    { date_due: "2026-04-01", description: null, sms_status: null },
    ...(pet["reminders"] as Row[]),
  ];
  if (pet["odu_id"] === "pt-ka-g") return { ...pet, reminders, outcome: "Booked a visit", outcome_at: noon };
  return pet["odu_id"] === "pt-ka-c" ? { ...pet, reminders } : pet;
}

const ofOneRow = (row: Row) => (body: RecordedBody) => ({
  ...body,
  results: [{ ...body.results[0], ...row }],
});

/** Requests that are answered otherwise on purpose; docs/rest-v1.md gives the reasons. */
export const deliberate: Record<string, Difference> = {
  "health check with an expired token": { like: "health check format=json" },
  "unknown route outside the api": { isElsewhere: true },
  root: { isElsewhere: true },
  "admin: no trailing slash": { isElsewhere: true, status: 404 },
  "long URL (over 4094 bytes) is refused by the HTTP server": {
    body: { detail: "The address is too long." },
  },
  "token: mixed case e-mail, lower": { like: "token: mixed case e-mail, exact" },
  "token: spaces around a right password": { like: "token: wrong password" },
  "refresh: of an inactive user": { like: "refresh: garbage" },
  "refresh: of a user that does not exist": { like: "refresh: garbage" },
  "auth: token user_id_not_uuid": { like: "auth: token unknown_user" },
  "outcomes: cached for an hour after a change in the table": {
    body: [
      "Asked to stop messages",
      "Client declined - pet died",
      "Deceased per client",
      "Left a voicemail",
      "Moved to another town",
      "Number not in service",
      "Will call back later",
    ],
  },
  "faq: invalid UTF-8 in the path": { status: 404, isElsewhere: true },
  "client: shared patients, first owner": {
    edit: withPet(petOf("client: shared patients, second owner", "pt-co-2")),
  },
  "client: shared patients, second owner": {
    edit: withPet(petOf("client: shared patients, first owner", "pt-co-1")),
  },
  "client: null byte": { like: "client: unknown" },
  "client: HEAD": { status: 200 },
  "patch: first name null": {
    edit: (body) => ({ ...body, full_name: "Abbott" }),
    changes: { apps_client: { "c-1001": { first_name: null, full_name: "Abbott", updated_at: noon } } },
  },
  "patch: last name only on a null first name": {
    edit: (body) => ({ ...body, full_name: "New" }),
    changes: { apps_client: { "c-nofirst": { last_name: "New", full_name: "New", updated_at: noon } } },
  },
  "patch: e-mail same address": { changes: {} },
  "patch: e-mail created without address": {
    status: 400,
    body: { email: { address: ["This field is required."] } },
  },
  "patch: phone created without number": {
    status: 400,
    body: { phone: { app_number: ["This field is required."] } },
  },
  "patch: phone odu_id only, raw number differs": { changes: {} },
  "patch: phone without odu_id when one exists": {
    status: 400,
    body: { phone: { odu_id: ["This field is required."] } },
  },
  "patch: phone arabic digits": {
    status: 400,
    body: { phone: { app_number: ["Ensure this value consists of digits."] } },
    changes: {},
  },
  "patch: patients odu_id only": { changes: {} },
  "patch: patients read-only fields": { changes: {} },
  "patch: patients follow-up: outcome null": { changes: {} },
  "patch: patients follow-up: unchanged outcome": {
    edit: withPet({ odu_id: "pt-ka-c", outcome_at: noon }),
    changes: { apps_patient: { "pt-ka-c": { outcome_at: noon, updated_at: noon } } },
  },
  "patch: patients follow-up: SENT SMS without a time": {
    like: "client: outcomes and follow-up patients",
    edit: (body) => ({ ...body, patients: body.patients.map(withReminderOfText) }),
    changes: {
      apps_patient: { "pt-ka-g": { outcome: "Booked a visit", outcome_at: noon, updated_at: noon } },
    },
  },
  "contacted: SENT with a reminder without patient": {
    like: "contacted: two reminders of one patient list it twice",
    edit: ofOneRow({ sms_history_id: "1564615f-1eb3-5cc3-aa6c-352d39ddd1de", patients: [] }),
  },
  "contacted: two reminders of one patient list it twice": {
    edit: ofOneRow({ patients: [{ odu_id: "pt-av-1", name: "Biscuit" }] }),
  },
  "switch: OPTIONS": {
    status: 200,
    body: {
      name: "SMS Follow-up Switch",
      description: "",
      renders: ["application/json"],
      parses: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    },
  },
  "sms-event-creation: superuser who is not staff": { like: "sms-event-creation: staff" },
  "sms-event-creation: an appointment without a date of a due patient": {
    like: "sms-event-creation: staff",
  },
  "sms-event-creation: archived practice with mailing enabled": {
    like: "sms-event-creation: unknown practice",
  },
  "daily-email-updates: no files": { changes: {} },
  "daily-email-updates: POST": { like: "daily-email-updates: weekend" },
};
