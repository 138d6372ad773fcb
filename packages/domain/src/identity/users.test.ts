import { origin, useIdentity } from "@vetsuccess/testing/identity";
import { beforeEach, describe, expect, test } from "vitest";
import { type Actor, systemActor } from "../deps.ts";
import { authenticate } from "./commands/authenticate.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import {
  createUser,
  deleteUser,
  inviteAgain,
  inviteUser,
  updateAccount,
  updateUser,
} from "./commands/manage-users.ts";
import { signIn } from "./commands/sign-in.ts";
import { getAccount, getUser, listUsers } from "./queries/list-users.ts";
import { createSession, validateSession } from "./sessions.ts";

const { database, deps, addUser, openConnections } = useIdentity(passwordHasher);
const system = systemActor("test");
const newPassword = "canyon plum otter";

beforeEach(async () => {
  await database.db.signInThrottle.deleteMany({});
});

const signInAs = (email: string, password: string) => signIn(deps, { email, password }, origin);

async function invited(given: Partial<Parameters<typeof inviteUser>[2]> = {}) {
  const email = `new${Math.floor(performance.now() * 1000)}@clinic.example`;
  const input = {
    email,
    firstName: "Ada",
    lastName: "",
    role: "agent" as const,
    practiceIds: null,
    ...given,
  };
  const id = await inviteUser(deps, system, input);
  return { id, email: input.email };
}

describe("the last administrator", () => {
  const demote = (userId: string) => updateUser(deps, system, { userId, role: "manager" });
  const disable = (userId: string) => updateUser(deps, system, { userId, isActive: false });
  const remove = (userId: string) => deleteUser(deps, system, { userId });
  const administrators = () => database.db.user.count({ where: { role: "admin", isActive: true } });

  beforeEach(async () => {
    await database.db.user.deleteMany({ where: { role: "admin" } });
  });

  test.each([
    ["demoted", demote],
    ["disabled", disable],
    ["deleted", remove],
  ])("cannot be %s, the last but one can", async (_name, end) => {
    const [one, other] = [await addUser({ role: "admin" }), await addUser({ role: "admin" })];
    await addUser({ role: "admin", isActive: false });
    await addUser({ role: "admin", password: "!" });
    await end(one.id);
    await expect(end(other.id)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(
      await validateSession(deps, await createSession(database.db, deps.now(), other.id, origin)),
    ).not.toBeNull();
  });

  test("stays when all are demoted, disabled and deleted at once", async () => {
    const ids = [];
    for (let count = 0; count < 6; count += 1) ids.push((await addUser({ role: "admin" })).id);
    await openConnections();
    const ends = [demote, disable, remove, demote, disable, remove];
    const results = await Promise.allSettled(ids.map((id, at) => (ends[at] ?? demote)(id)));
    expect(results.filter(({ status }) => status === "rejected").length).toBe(1);
    expect(await administrators()).toBe(1);
  });

  test("may get another name", async () => {
    const { id } = await addUser({ role: "admin" });
    await updateUser(deps, system, { userId: id, firstName: "Ada", role: "admin", isActive: true });
    expect(await getUser(deps, { userId: id })).toMatchObject({ firstName: "Ada", role: "admin" });
  });
});

describe("rights", () => {
  test("a limit to practices is what the actor sees, null takes it away", async () => {
    const { id } = await addUser({ role: "manager", practiceIds: ["p-1", "p-2"] });
    const actorNow = async () =>
      authenticate(
        deps,
        { kind: "session", id: await createSession(database.db, deps.now(), id, origin) },
        origin,
      );
    expect((await actorNow()).practiceIds).toEqual(["p-1", "p-2"]);
    await updateUser(deps, system, { userId: id, practiceIds: ["p-2"] });
    expect((await actorNow()).practiceIds).toEqual(["p-2"]);
    await updateUser(deps, system, { userId: id, practiceIds: null });
    expect((await actorNow()).practiceIds).toBeNull();
  });

  test("a practice that limits somebody cannot vanish and take the limit with it", async () => {
    await addUser({ practiceIds: ["p-9"] });
    await expect(database.db.practice.delete({ where: { oduId: "p-9" } })).rejects.toMatchObject({
      code: "P2003",
    });
  });

  test("an unknown practice, or a limit for an administrator, is refused", async () => {
    const { id } = await addUser({ practiceIds: ["p-1"] });
    const refused = { code: "INVALID_INPUT", field: "practiceIds" };
    await expect(updateUser(deps, system, { userId: id, practiceIds: ["nowhere"] })).rejects.toMatchObject(
      refused,
    );
    await expect(updateUser(deps, system, { userId: id, role: "admin" })).rejects.toMatchObject(refused);
    await expect(invited({ role: "admin", practiceIds: ["p-1"] })).rejects.toMatchObject(refused);
  });

  test("staff and superusers of the replaced system are administrators, others agents", async () => {
    const insert = (email: string, isStaff: boolean, isSuperuser: boolean) =>
      database.db.$queryRaw<{ role: string }[]>`
        insert into apps_user (email, password, first_name, last_name, is_staff, is_superuser)
        values (${email}, '!', '', '', ${isStaff}, ${isSuperuser}) returning role`;
    expect(await insert("staff@old.example", true, false)).toEqual([{ role: "admin" }]);
    expect(await insert("super@old.example", false, true)).toEqual([{ role: "admin" }]);
    expect(await insert("agent@old.example", false, false)).toEqual([{ role: "agent" }]);
  });

  test("a former superuser who is demoted loses the old flags as well", async () => {
    await addUser({ role: "admin" });
    const { id } = await addUser();
    await database.db.user.update({ where: { uuid: id }, data: { isSuperuser: true } });
    expect(await getUser(deps, { userId: id })).toMatchObject({ role: "admin" });
    await updateUser(deps, system, { userId: id, role: "viewer" });
    expect(await database.db.user.findUniqueOrThrow({ where: { uuid: id } })).toMatchObject({
      role: "viewer",
      isSuperuser: false,
    });
  });

  test("a change is in the trail by field, with who and from where", async () => {
    const { id } = await addUser();
    await updateUser(deps, { ...system, origin }, { userId: id, role: "manager", lastName: "Byron" });
    const [event] = await database.db.auditEvent.findMany({
      where: { action: "users.update", entityId: id },
    });
    expect(event).toMatchObject({
      actorId: "test",
      address: origin.address,
      requestId: origin.requestId,
      changes: { role: { before: "agent", after: "manager" }, lastName: { before: "", after: "Byron" } },
    });
  });
});

test("an administrator made at the command line can sign in; a common password is refused", async () => {
  const input = {
    email: "boss@clinic.example",
    password: newPassword,
    firstName: "",
    lastName: "",
    role: "admin" as const,
    practiceIds: null,
  };
  await expect(createUser(deps, system, { ...input, password: "password1234" })).rejects.toMatchObject({
    field: "password",
  });
  const id = await createUser(deps, system, input);
  expect(await signInAs(input.email, newPassword)).toMatchObject({ step: "SIGNED_IN" });
  expect(await getUser(deps, { userId: id })).toMatchObject({ role: "admin", practiceIds: null });
  await expect(createUser(deps, system, input)).rejects.toMatchObject({ code: "CONFLICT" });
});

const firstPage = { offset: 0, limit: 10, sort: "email", direction: "asc" } as const;

test("the list filters, searches without case, pages, and never shows a password", async () => {
  const { id, email } = await addUser({
    email: "Grace.Hopper@navy.example",
    role: "viewer",
    practiceIds: ["p-1"],
  });
  const found = await listUsers(deps, {
    search: "grace.HOPPER",
    role: "viewer",
    isActive: true,
    ...firstPage,
  });
  expect(found).toMatchObject({ total: 1, rows: [{ uuid: id, email, practiceIds: ["p-1"] }] });
  expect(JSON.stringify(found)).not.toContain("argon2");
  const page = await listUsers(deps, { ...firstPage, offset: 1, limit: 2 });
  expect(page.rows.length).toBe(2);
  expect(page.total).toBeGreaterThan(2);
});

test.each([
  ["name", "asc", ["b@order.example", "a@order.example", "c@order.example"]],
  ["email", "desc", ["c@order.example", "b@order.example", "a@order.example"]],
  ["role", "asc", ["c@order.example", "a@order.example", "b@order.example"]],
  ["lastLogin", "desc", ["c@order.example", "b@order.example", "a@order.example"]],
] as const)("the list by %s, %s", async (sort, direction, emails) => {
  const people = [
    { email: "a@order.example", lastName: "Byron", role: "agent", lastLogin: null },
    { email: "b@order.example", lastName: "Arden", role: "viewer", lastLogin: new Date("2026-01-01") },
    { email: "c@order.example", lastName: "Curie", role: "admin", lastLogin: new Date("2026-02-01") },
  ];
  await database.db.user.createMany({
    data: people.map((person) => ({ ...person, firstName: "", password: "!" })),
    skipDuplicates: true,
  });
  const { rows } = await listUsers(deps, { ...firstPage, search: "order.example", sort, direction });
  expect(rows.map(({ email }) => email)).toEqual(emails);
});

test("the account shows who one is and what one may do, and lets one's name be changed", async () => {
  const user = await addUser();
  const actor: Actor = { ...system, id: user.id, label: user.email, role: "agent" };
  await updateAccount(deps, actor, { firstName: "Ada", lastName: "Byron" });
  const account = await getAccount(deps, actor);
  expect(account.user).toMatchObject({ firstName: "Ada", lastName: "Byron", hasSecondFactor: false });
  expect(account.permissions["users.invite"]).toEqual({
    isAllowed: false,
    reason: "Only administrators may do this.",
  });
  expect(account.permissions["texts.list"]).toEqual({ isAllowed: true, reason: null });
});

test("an unknown user is not found, whatever is done with it", async () => {
  const userId = "00000000-0000-4000-8000-000000000000";
  const notFound = { code: "NOT_FOUND" };
  await expect(getUser(deps, { userId })).rejects.toMatchObject(notFound);
  await expect(updateUser(deps, system, { userId, firstName: "A" })).rejects.toMatchObject(notFound);
  await expect(deleteUser(deps, system, { userId })).rejects.toMatchObject(notFound);
  await expect(inviteAgain(deps, system, { userId })).rejects.toMatchObject(notFound);
});
