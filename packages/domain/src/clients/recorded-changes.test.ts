import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures } from "@vetsuccess/testing/fixtures";
import {
  depsOf,
  idOf,
  loadRestDataset,
  restCaseNames,
  restCasesOf,
  type RestCase,
} from "@vetsuccess/testing/recorded-rest";
import { describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { updateClient, type ClientUpdate } from "./commands/update-client.ts";

type Row = Record<string, unknown>;

const database = useTestDatabase();
const actor = systemActor("agent");

/** Requests whose changed rows differ from the recorded ones on purpose; each has a test of its own. */
const deliberate: Record<string, string> = {
  "patch: first name null": 'B8: a missing name leaves no "None"',
  "patch: last name only on a null first name": "B8",
  "patch: e-mail same address": "nothing changed, nothing written",
  "patch: patients odu_id only": "nothing changed, nothing written",
  "patch: patients read-only fields": "nothing changed, nothing written",
  "patch: phone odu_id only, raw number differs": "B11: the raw number of the import stays",
  "patch: phone without odu_id when one exists": "B9: says which phone is missing",
  "patch: phone arabic digits": "B28: digits are ASCII",
  "patch: patients follow-up: outcome null": "B7: taking an outcome back is no follow-up",
  "patch: patients follow-up: unchanged outcome": "B7: an outcome that is recorded again is recorded",
};
/** Bodies that only the wire form knows. */
const wireOnly =
  /form body|no body|full_name is|odu_id is ignored|unknown fields|empty nested|empty object|without odu_id$|list with an empty/;

describe.skipIf(!hasFixtures)("recorded changes of rows", () => {
  const cases = [...restCasesOf("patch", "PATCH"), ...restCasesOf("put", "PUT")].filter(
    ([name, { body }]) => body && !wireOnly.test(name) && !(name in deliberate),
  );

  test.each(cases)("%s", async (_, each) => {
    await loadRestDataset(database, each.given);
    const tables = [
      "apps_client",
      "apps_patient",
      "apps_email",
      "apps_phone",
      "apps_smshistory",
      "apps_smsevent",
    ];
    const before = await snapshot(tables);
    await updateClient(depsOf(database, each), actor, asUpdate(each));
    const after = await snapshot(tables);
    const changed: Record<string, Record<string, Row>> = {};
    for (const [key, row] of after) {
      const was = before.get(key) ?? {};
      const fields = Object.entries(row).filter(
        ([field, value]) => field !== "version" && JSON.stringify(was[field]) !== JSON.stringify(value),
      );
      const [table = "", id = ""] = key.split(" ");
      if (fields.length > 0)
        (changed[table] ??= {})[before.has(key) ? id : "new"] = Object.fromEntries(fields);
    }
    expect(normal(changed)).toEqual(normal(theirChanges(each)));
  });

  test("every difference on purpose is still one of the recorded cases", () => {
    expect(Object.keys(deliberate).filter((name) => !restCaseNames.has(name))).toEqual([]);
  });
});

async function snapshot(tables: readonly string[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const table of tables) {
    const key = /history|event/.test(table) ? "uuid" : "odu_id";
    const { rows: found } = await database.pool.query<{ row: Row }>(
      `select to_jsonb(t) as row from ${table} t`,
    );
    for (const { row } of found) rows.set(`${table} ${String(row[key])}`, row);
  }
  return rows;
}

function theirChanges({ after = {} }: RestCase): Record<string, Record<string, Row>> {
  return Object.fromEntries(
    Object.entries(after).map(([table, { created = [], updated = [] }]) => [
      table,
      Object.fromEntries([
        ...created.map((row) => ["new", row] as const),
        ...updated.map(
          ({ pk, changed }) =>
            [
              pk,
              Object.fromEntries(Object.entries(changed).map(([field, value]) => [field, value.new])),
            ] as const,
        ),
      ]),
    ]),
  );
}

/** The same instants in the same words, without generated ids, absent and null alike. */
function normal(changes: Record<string, Record<string, Row>>): object {
  return JSON.parse(
    JSON.stringify(changes, (key, value: unknown) => {
      if (value === null || key === "odu_id") return undefined;
      return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)
        ? new Date(value).toISOString()
        : value;
    }),
  ) as object;
}

/** What the wire takes for a boolean; anything else there is null. */
const optOuts = new Map<unknown, boolean>([
  [true, true],
  ["on", true],
  [false, false],
]);
interface WireContact {
  odu_id?: string;
  address?: string | null;
  app_number?: string | number | null;
  set_is_primary?: unknown;
}
function asUpdate(each: RestCase): ClientUpdate {
  const body = each.body as {
    first_name?: string | null;
    last_name?: string | null;
    email?: WireContact;
    phone?: WireContact;
    patients?: { odu_id: string; outcome?: string | null; opt_out?: unknown; comment?: string | null }[];
  };
  const trimmed = (text: string | null) => text?.trim() ?? null;
  const contact = ({ odu_id, set_is_primary }: WireContact) => ({
    ...(odu_id === undefined ? {} : { oduId: odu_id }),
    ...(set_is_primary ? { isPrimary: true as const } : {}),
  });
  const { first_name, last_name, email, phone, patients } = body;
  return {
    clientId: idOf(each),
    version: null,
    ...(first_name === undefined ? {} : { firstName: trimmed(first_name) }),
    ...(last_name === undefined ? {} : { lastName: trimmed(last_name) }),
    ...(email && {
      email: {
        ...contact(email),
        ...("address" in email ? { address: trimmed(email.address ?? null) } : {}),
      },
    }),
    ...(phone && {
      phone: {
        ...contact(phone),
        ...("app_number" in phone
          ? { number: phone.app_number == null ? null : String(phone.app_number).trim() }
          : {}),
      },
    }),
    ...(patients && {
      patients: patients.map(({ odu_id, outcome, opt_out, comment }) => ({
        oduId: odu_id,
        ...(outcome === undefined ? {} : { outcome: trimmed(outcome) }),
        ...(opt_out === undefined ? {} : { optOut: optOuts.get(opt_out) ?? null }),
        ...(comment === undefined ? {} : { comment: trimmed(comment) }),
      })),
    }),
  };
}
