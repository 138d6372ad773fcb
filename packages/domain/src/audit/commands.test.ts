import { inTransaction } from "@vetsuccess/db/client";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { describe, expect, test } from "vitest";
import { type Actor, systemActor } from "../deps.ts";
import { type Deed, exportAudit, recordAudit, recordDenial } from "./commands.ts";
import { listAudit } from "./queries.ts";
import { changesBetween } from "./rules.ts";

const database = useTestDatabase();
const ada: Actor = {
  ...systemActor("ada"),
  label: "ada@clinic.example",
  origin: { address: "203.0.113.7", userAgent: null, requestId: "req-1" },
};
const record = (deed: Partial<Deed>, actor = ada) =>
  recordAudit(database.db, actor, {
    action: "practices.update",
    entity: "Practice",
    entityId: "p-1",
    ...deed,
  });
const page = (filter: object) => listAudit(database, { offset: 0, limit: 25, ...filter });

test("only the fields that differ are kept, as JSON has them", () => {
  const day = new Date("2026-11-24T15:00:00Z");
  const before = { name: "Paws", phone: undefined, email: "a@b.example", list: [1, 2] };
  const after = { name: "Paws", phone: "5550101234", email: null, list: [1, 2], at: day };
  expect(changesBetween(before, after)).toEqual({
    phone: { before: null, after: "5550101234" },
    email: { before: "a@b.example", after: null },
    at: { before: null, after: "2026-11-24T15:00:00.000Z" },
  });
});

describe("the trail", () => {
  test("says who, what, when and from where", async () => {
    await record({ entityId: "p-who", before: { name: "Paws" }, after: { name: "Claws" } });
    const { rows } = await page({ entityId: "p-who" });
    expect(rows).toMatchObject([
      {
        actorId: "ada",
        actorLabel: "ada@clinic.example",
        action: "practices.update",
        changes: { name: { before: "Paws", after: "Claws" } },
        address: "203.0.113.7",
        requestId: "req-1",
      },
    ]);
    expect(Math.abs((rows[0]?.at.getTime() ?? 0) - performance.timeOrigin)).toBeLessThan(3_600_000);
  });

  test("says which user it was about, by the address of now", async () => {
    const { uuid } = await database.db.user.create({
      data: { email: "eve@clinic.example", password: "!", firstName: "Eve", lastName: "Ng" },
      select: { uuid: true },
    });
    await record({ action: "account.signInFailed", entity: "User", entityId: uuid });
    await record({ action: "account.signInFailed", entity: "User", entityId: null });
    await record({ entity: "Practice", entityId: uuid });
    const labels = async (filter: object) => (await page(filter)).rows.map((row) => row.entityLabel);
    expect(await labels({ entity: "User" })).toEqual([null, "eve@clinic.example"]);
    expect(await labels({ entity: "Practice", entityId: uuid })).toEqual([null]);
    await database.db.user.update({ where: { uuid }, data: { email: "eve.ng@clinic.example" } });
    expect(await labels({ entityId: uuid })).toEqual([null, "eve.ng@clinic.example"]);
    await database.db.user.delete({ where: { uuid } });
    expect(await labels({ entityId: uuid })).toEqual([null, null]);
  });

  test("keeps nothing of a deed that was rolled back", async () => {
    const failing = inTransaction(database.db, async (tx) => {
      await recordAudit(tx, ada, { action: "practices.update", entity: "Practice", entityId: "p-undone" });
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    expect((await page({ entityId: "p-undone" })).total).toBe(0);
  });

  test.each([
    ["UPDATE", "update apps_auditevent set actor_id = 'nobody'"],
    ["UPDATE", "update apps_auditevent set actor_id = 'nobody' where false"],
    ["DELETE", "delete from apps_auditevent"],
    ["TRUNCATE", "truncate apps_auditevent"],
    ["TRUNCATE", "truncate apps_auditevent cascade"],
  ])("refuses %s: %s", async (operation, statement) => {
    await record({});
    await expect(database.pool.query(statement)).rejects.toThrow(`append-only: ${operation} is refused`);
  });

  test("cuts what is too long instead of losing the deed", async () => {
    const actor = { ...ada, label: "x".repeat(999), origin: { ...ada.origin, requestId: "r".repeat(999) } };
    await record({ entityId: "p-long" }, actor);
    expect((await page({ entityId: "p-long" })).rows[0]).toMatchObject({ actorLabel: "x".repeat(255) });
  });

  test("knows who was refused what", async () => {
    await recordDenial(database, ada, "users.invite");
    expect((await page({ action: "access.denied" })).rows[0]).toMatchObject({
      actorId: "ada",
      entityId: "users.invite",
    });
  });
});

describe("the list", () => {
  test("filters by actor, action, noun of an action, entity and time, newest first, in pages", async () => {
    const bob = { ...ada, id: "bob" };
    for (const action of ["texts.deliverNow", "texts.deliverNow", "sending.pause"])
      await record({ action }, bob);
    const actions = async (filter: object) =>
      (await page({ actorId: "bob", ...filter })).rows.map((row) => row.action);
    expect(await actions({})).toEqual(["sending.pause", "texts.deliverNow", "texts.deliverNow"]);
    expect(await actions({ action: "sending.pause" })).toEqual(["sending.pause"]);
    expect(await actions({ action: "texts." })).toEqual(["texts.deliverNow", "texts.deliverNow"]);
    expect(await actions({ entity: "User" })).toEqual([]);
    expect(await actions({ from: new Date("2100-01-01") })).toEqual([]);
    expect(await actions({ through: new Date("2000-01-01") })).toEqual([]);
    const second = await page({ actorId: "bob", offset: 1, limit: 1 });
    expect([second.rows.map((row) => row.action), second.total]).toEqual([["texts.deliverNow"], 3]);
  });
});

describe("the export", () => {
  const csv = async (filter: object) => {
    const pieces = [];
    for await (const piece of await exportAudit(database, ada, filter)) pieces.push(piece);
    return pieces;
  };

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])(
    "a cell beginning with %j is no formula",
    async (evil) => {
      await record({ entity: "Csv", entityId: evil, action: evil }, { ...ada, label: evil });
      const text = (await csv({ action: evil })).join("");
      expect(text).not.toMatch(/(^|[,"\n])[=+\-@\t\r]/m);
      expect(text).toContain(`'${evil}`);
    },
  );

  test("quotes what has commas, quotes and line breaks", async () => {
    await record({ entityId: "p-quote", after: { name: 'Paws, "Inc."\nLtd' } });
    const [header, rows] = await csv({ entityId: "p-quote" });
    expect(header).toBe(
      "at,actorId,actorLabel,action,entity,entityId,entityLabel,changes,address,requestId\n",
    );
    expect(rows).toContain('"{""name"":{""after"":""Paws, \\""Inc.\\""\\nLtd"",""before"":null}}"');
  });

  test("comes in pieces, whole and without repeats", async () => {
    await database.pool.query(`
      insert into apps_auditevent (at, actor_id, actor_label, action, entity, entity_id, changes)
      select now(), 'many', 'many', 'many.rows', 'Many', n::text, '{}' from generate_series(1, 2500) n`);
    const pieces = await csv({ entity: "Many" });
    expect(pieces.length).toBe(4);
    const ids = pieces
      .slice(1)
      .join("")
      .trim()
      .split("\n")
      .map((line) => line.split(",")[5]);
    expect([ids.length, new Set(ids).size]).toEqual([2500, 2500]);
  });

  test("is in the trail itself, with its filters", async () => {
    await csv({ entity: "Nothing" });
    expect((await page({ action: "audit.export" })).rows[0]).toMatchObject({
      actorId: "ada",
      changes: { entity: { before: null, after: "Nothing" } },
    });
  });
});
