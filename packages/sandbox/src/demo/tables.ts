/** What a column may hold; arrays and objects are written as PostgreSQL's arrays of text and as JSON. */
export type Value = string | number | boolean | null | readonly string[] | { readonly [key: string]: Value };

/** The tables the demo fills and the columns it fills in them; the others keep their defaults. */
export const columns = {
  apps_server: cut(
    "odu_id name pims address_1 city state country zip_code time_zone phone most_recent_pims_update data_source",
  ),
  apps_subserver: cut("odu_id display_name name time_zone server_id data_source"),
  apps_practice: cut(
    "odu_id server_id name phone_number scheduler address_1 city state country zip_code has_pims_connection pims " +
      "latest_extractor_updated latest_transaction is_archived data_source",
  ),
  apps_practicesettings: cut(
    "uuid practice_id is_sms_mailing_enabled is_email_updates_enabled sms_senders_phone sms_scheduler sms_practice_name " +
      "sms_phone sms_link email launch_date start_date_for_launch scheduler_email rdo_name rdo_email",
  ),
  apps_outreachwatermark: cut("practice_id covered_through"),
  apps_question: cut("uuid text position is_pinned version"),
  apps_answer: cut("uuid practice_id question_id text"),
  apps_outcome: cut("uuid text is_final scope is_archived version"),
  apps_smstemplate: cut("uuid key_words template position"),
  apps_optout: cut("uuid number scope practice_id source actor opted_out_at"),
  apps_client: cut(
    "odu_id server_id pims_id first_name last_name full_name pims_entered_date latest_transaction_date pims_is_deleted " +
      "pims_is_inactive pims_has_suspended_reminders is_home_practice is_safe_contact is_online is_inclinic data_source",
  ),
  apps_patient: cut(
    "odu_id server_id pims_id name species species_description breed breed_description color gender gender_description " +
      "weight weight_units birth_date death_date euthanasia_date pims_is_deleted pims_is_deceased is_deceased " +
      "pims_is_inactive pims_has_suspended_reminders is_safe_to_contact opt_out outcome outcome_at comment data_source",
  ),
  apps_clientpatientrelationship: cut(
    "odu_id server_id client_id patient_id is_primary percentage relationship_type extractor_removed_at data_source",
  ),
  apps_email: cut("odu_id server_id client_id type address is_primary data_source"),
  apps_phone: cut("odu_id server_id client_id number type is_primary app_number data_source"),
  apps_address: cut(
    "odu_id server_id client_id line_1 line_2 city state postal_code type is_primary data_source",
  ),
  apps_appointment: cut(
    "odu_id server_id practice_id client_id patient_id appointment_datetime is_canceled_appointment type pims_reason " +
      "pims_status notes duration extractor_removed_at data_source",
  ),
  apps_smshistory: cut(
    "uuid practice_id client_id event_context status sent_at planned_on response error_code error_message is_followed " +
      "created_at updated_at",
  ),
  apps_smsattempt: cut(
    "uuid sms_history_id worker_id number_to local_day started_at finished_at result http_status provider_id error",
  ),
  apps_reminder: cut(
    "odu_id server_id practice_id client_id patient_id date_due description code type sms_status sms_history_id " +
      "sms_decided_on extractor_removed_at data_source",
  ),
} as const satisfies Record<string, readonly string[]>;

export type Table = keyof typeof columns;
export const tables = Object.keys(columns) as Table[];

/** A row to write; a column that is left out is null. */
export type Row<T extends Table> = Partial<Record<(typeof columns)[T][number], Value>>;

/** Splits the words of a text, in its type too. */
function cut<const Text extends string>(text: Text): Words<Text> {
  return text.split(" ") as Words<Text>;
}
type Words<Text extends string> = Text extends `${infer First} ${infer Rest}`
  ? [First, ...Words<Rest>]
  : [Text];

/** Text that grows at its end, as bytes: the collector of garbage never sees it. */
class Page {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  append(text: string): void {
    const room = this.#length + text.length * 3;
    if (room > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(room * 2);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** A copy of what was written; the page is empty then. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }
}

/** Rows as COPY takes them, gathered per table until they are taken away. */
export class Sheets {
  /** Rows so far, those taken away included. */
  readonly counts = Object.fromEntries(tables.map((table) => [table, 0])) as Record<Table, number>;
  readonly #pages = Object.fromEntries(tables.map((table) => [table, new Page()])) as Record<Table, Page>;

  add<T extends Table>(table: T, row: Row<T>): void {
    const values: Partial<Record<string, Value>> = row;
    let line = "";
    for (const column of columns[table]) line += `${line === "" ? "" : "\t"}${field(values[column] ?? null)}`;
    this.#pages[table].append(`${line}\n`);
    this.counts[table] += 1;
  }

  /** Hands the gathered rows of a table over. */
  take(table: Table): Buffer {
    return this.#pages[table].take();
  }
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A value in COPY's text format. */
function field(value: Value): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return /[\\\t\n\r]/.test(value) ? escaped(value) : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return escaped(`{${value.map((each) => JSON.stringify(each)).join(",")}}`);
  return escaped(JSON.stringify(value));
}

function escaped(value: string): string {
  return value.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? found);
}
