import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { findClients } from "./find-clients.ts";
import { searchClients } from "./search-clients.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const everyone = systemActor("agent");
const limited = (...practiceIds: string[]) => ({ ...everyone, practiceIds });
const search = (term: string, limit = 20, actor = everyone) =>
  searchClients(testSender(database).deps, actor, { term, limit });
const idsOf = async (term: string) => (await search(term)).rows.map(({ oduId }) => oduId);

beforeAll(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Abbott"], pets: ["Biscuit", "Keller"] });
  await center.addClient("bob", { name: ["Bob", "Hannover"], pets: ["Rex"] });
  await center.addClient("cleo", { name: ["Cleo Ann", "Keller"], pets: ["Biscotti"] });
  await center.addClient("dora", { name: ["100%", "Pure"] });
  await center.addClient("will", { name: ["Will", "Hunt, Jr"] });
  await center.addClient("gone", { name: ["Ann", "Abbott"], pets: ["Rex"] });
  await database.db.client.update({ where: { oduId: "gone" }, data: { pimsIsDeleted: true } });
  await database.db.server.create({ data: { oduId: 2n } });
  await center.addPractice("p-2", {}, { serverId: 2n });
  await center.addClient("elsewhere", { name: ["Zoë", "Zimmer"] });
  await database.db.client.update({ where: { oduId: "elsewhere" }, data: { serverId: 2n } });
});

describe("the search box", () => {
  test.each([
    ["a name as a whole", "ann abbott", "ann", "name", "Ann Abbott"],
    ["a name with the last one first", "Abbott, Ann", "ann", "name", "Ann Abbott"],
    ["a name that has a comma itself", "Will Hunt, Jr", "will", "name", "Will Hunt, Jr"],
    ["the id in another case", "CLEO", "cleo", "id", "cleo"],
    ["B12: a phone number in any format", "+1 (202) 555-1098", "bob", "phone", "2025551098"],
    ["a phone number without its area code", "555-1098", "bob", "phone", "2025551098"],
    ["an e-mail address in another case", "Bob@Example.com", "bob", "email", "bob@example.com"],
    ["the beginning of an e-mail address", "bob@exa", "bob", "email", "bob@example.com"],
    ["a pet's name", "rex", "bob", "pet", "Rex"],
    ["a part inside a name", "nnove", "bob", "name", "Bob Hannover"],
    ["a name with a typing error", "Anm Abott", "ann", "similar", "Ann Abbott"],
    ["a pet's name with a typing error", "Biskotti", "cleo", "similar", "Biscotti"],
  ])("finds %s and says which field fits", async (_, term, oduId, matchedField, matchedValue) => {
    const { rows } = await search(term);
    expect(rows[0]).toMatchObject({ oduId, matchedField, matchedValue });
  });

  test("puts names that begin with the term before words in them, those before parts", async () => {
    expect(await idsOf("ann")).toEqual(["ann", "cleo", "bob"]);
    expect(await idsOf("bo")).toEqual(["bob"]);
  });

  test("names a client once, by what fits best, with contact data and listed pets", async () => {
    const { rows } = await search("keller");
    expect(rows.map(({ oduId, matchedField }) => [oduId, matchedField])).toEqual([
      ["cleo", "name"],
      ["ann", "pet"],
    ]);
    expect(rows[1]).toMatchObject({
      fullName: "Ann Abbott",
      emailAddress: "ann@example.com",
      phoneNumber: "2025551097",
      pets: ["Biscuit", "Keller"],
    });
  });

  test("takes % and _ by their letters", async () => {
    expect(await idsOf("100%")).toEqual(["dora"]);
    expect(await idsOf("a_n")).toEqual([]);
  });

  test("is bounded and says that there is more", async () => {
    expect(await search("ann", 2)).toMatchObject({
      hasMore: true,
      rows: [{ oduId: "ann" }, { oduId: "cleo" }],
    });
    expect(await search("ann", 3)).toMatchObject({ hasMore: false });
  });

  test("A19: finds nothing of practices that the actor may not see", async () => {
    expect((await search("ann", 20, limited("p-2"))).rows).toEqual([]);
    expect((await search("zimmer", 20, limited("p-1"))).rows).toEqual([]);
    expect((await search("zimmer", 20, limited("p-2"))).rows).toHaveLength(1);
  });

  test("is given up after two seconds", async () => {
    const client = await database.pool.connect();
    try {
      await client.query("begin; lock table apps_email in access exclusive mode");
      const startedAt = performance.now();
      await expect(search("ann")).rejects.toMatchObject({ code: "UNAVAILABLE" });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });
});

test("A19: exact look-ups find nothing of practices that the actor may not see", async () => {
  const { deps } = testSender(database);
  const lookUp = { phoneNumber: "2025551098" };
  expect(await findClients(deps, everyone, lookUp)).toHaveLength(1);
  expect(await findClients(deps, limited("p-2"), lookUp)).toEqual([]);
  expect(await findClients(deps, limited("p-2"), { term: "bob@example.com" })).toEqual([]);
});

test("one plan serves every term, and looks names up in their order", async () => {
  for (const term of ["ann", "bob", "keller", "rex", "zimmer", "hann"]) await search(term);
  const { rows } = await database.pool.query<{ custom: string; generic: string }>(`
    select sum(custom_plans) as custom, sum(generic_plans) as generic from pg_prepared_statements
    where statement like '%as "matchedField"%' and statement like '%with direct%'`);
  expect(rows).toEqual([{ custom: "0", generic: expect.stringMatching(/^[1-9]/) as string }]);
});
