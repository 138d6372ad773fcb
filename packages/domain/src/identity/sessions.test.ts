import { goodPassword, minutes, origin, useIdentity } from "@vetsuccess/testing/identity";
import { describe, expect, test } from "vitest";
import { authenticate } from "./commands/authenticate.ts";
import { changePassword } from "./commands/change-password.ts";
import { endOwnSession, endUserSessions, signOut } from "./commands/end-access.ts";
import { forgetExpiredRows } from "./commands/forget-expired.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import { updateUser } from "./commands/manage-users.ts";
import { systemActor } from "../deps.ts";
import { digest } from "./rules.ts";
import { createSession, listSessions, sessionCookie, validateSession } from "./sessions.ts";

const { database, deps, addUser, pass } = useIdentity(passwordHasher);
const system = systemActor("test");

async function signedIn(role: "admin" | "agent" = "agent", browser = "Firefox") {
  const user = await addUser({ role });
  const sessionId = await createSession(database.db, deps.now(), user.id, { ...origin, userAgent: browser });
  const actor = await authenticate(deps, { kind: "session", id: sessionId }, origin);
  return { user, sessionId, actor };
}
const isAlive = async (id: string) => (await validateSession(deps, id)) !== null;

describe("what is stored", () => {
  test("a hash of the id, never the id", async () => {
    const { user, sessionId } = await signedIn();
    const row = await database.db.session.findFirstOrThrow({ where: { userId: user.id } });
    expect(row.idHash).toBe(digest(sessionId));
    expect(Object.values(row).map(String).join(" ")).not.toContain(sessionId);
    expect(await isAlive(row.idHash)).toBe(false);
    expect(await isAlive(row.uuid)).toBe(false);
  });

  test("browser and address, bounded", async () => {
    const { user } = await signedIn("agent", "x".repeat(5000));
    const row = await database.db.session.findFirstOrThrow({ where: { userId: user.id } });
    expect(row).toMatchObject({ userAgent: "x".repeat(255), address: origin.address });
  });

  test("when it was last seen, at most once a minute", async () => {
    const { user, sessionId } = await signedIn();
    const seen = async () =>
      (await database.db.session.findFirstOrThrow({ where: { userId: user.id } })).lastSeenAt;
    const start = deps.now();
    pass(59_000);
    await validateSession(deps, sessionId);
    expect(await seen()).toEqual(start);
    pass(1000);
    await validateSession(deps, sessionId);
    expect(await seen()).toEqual(deps.now());
  });
});

describe("limits", () => {
  test("idle for an hour ends it, a minute less does not", async () => {
    const { sessionId } = await signedIn();
    pass(minutes(59));
    expect(await isAlive(sessionId)).toBe(true);
    pass(minutes(59));
    expect(await isAlive(sessionId)).toBe(true);
    pass(minutes(60));
    expect(await isAlive(sessionId)).toBe(false);
  });

  test("the database itself refuses a session beyond twelve hours", async () => {
    const { user } = await signedIn();
    const late = new Date(deps.now().getTime() + minutes(721));
    await expect(
      database.db.session.updateMany({ where: { userId: user.id }, data: { expiresAt: late } }),
    ).rejects.toThrow("session_absolute_limit");
  });

  test("rows that ran out are removed, others stay", async () => {
    const old = await signedIn();
    pass(minutes(61));
    const fresh = await signedIn();
    await forgetExpiredRows(deps);
    expect(await database.db.session.count({ where: { userId: old.user.id } })).toBe(0);
    expect(await isAlive(fresh.sessionId)).toBe(true);
  });
});

describe("ends", () => {
  test("a disabled user's next call is refused", async () => {
    const { user, sessionId } = await signedIn();
    await updateUser(deps, system, { userId: user.id, isActive: false });
    await expect(authenticate(deps, { kind: "session", id: sessionId }, origin)).rejects.toMatchObject({
      code: "NOT_SIGNED_IN",
    });
    expect(await database.db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  test("a user disabled behind the product's back is refused too", async () => {
    const { user, sessionId } = await signedIn();
    await database.db.user.update({ where: { uuid: user.id }, data: { isActive: false } });
    expect(await isAlive(sessionId)).toBe(false);
  });

  test("a changed password ends all others, and the own session gets a new id", async () => {
    const { user, sessionId, actor } = await signedIn();
    const other = await createSession(database.db, deps.now(), user.id, origin);
    const renewed = await changePassword(deps, actor, {
      currentPassword: goodPassword,
      newPassword: "canyon plum otter",
    });
    expect(await isAlive(other)).toBe(false);
    expect(await isAlive(sessionId)).toBe(false);
    expect(await isAlive(renewed ?? "")).toBe(true);
    expect(await database.db.session.count({ where: { userId: user.id } })).toBe(1);
  });

  test("a changed role ends them all: the new rights come with a new id", async () => {
    const { user, sessionId } = await signedIn();
    await updateUser(deps, system, { userId: user.id, role: "manager" });
    expect(await isAlive(sessionId)).toBe(false);
  });

  test("changed names end nothing", async () => {
    const { user, sessionId } = await signedIn();
    await updateUser(deps, system, { userId: user.id, firstName: "Ann", role: "agent" });
    expect(await isAlive(sessionId)).toBe(true);
  });

  test("signing out ends this one alone", async () => {
    const { user, sessionId, actor } = await signedIn();
    const other = await createSession(database.db, deps.now(), user.id, origin);
    await signOut(deps, actor);
    expect([await isAlive(sessionId), await isAlive(other)]).toEqual([false, true]);
  });

  test("one of the own can be ended, one of somebody else looks as if it did not exist", async () => {
    const mine = await signedIn();
    const theirs = await signedIn();
    const uuidOf = async (userId: string) =>
      (await database.db.session.findFirstOrThrow({ where: { userId } })).uuid;
    await expect(
      endOwnSession(deps, mine.actor, { sessionId: await uuidOf(theirs.user.id) }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await isAlive(theirs.sessionId)).toBe(true);
    await endOwnSession(deps, mine.actor, { sessionId: await uuidOf(mine.user.id) });
    expect(await isAlive(mine.sessionId)).toBe(false);
  });

  test("an administrator ends one of another user, or all", async () => {
    const { user, sessionId } = await signedIn();
    const second = await createSession(database.db, deps.now(), user.id, origin);
    const [row] = await database.db.session.findMany({ where: { idHash: digest(second) } });
    await endUserSessions(deps, system, { userId: user.id, sessionId: row?.uuid ?? "" });
    expect([await isAlive(sessionId), await isAlive(second)]).toEqual([true, false]);
    await endUserSessions(deps, system, { userId: user.id });
    expect(await isAlive(sessionId)).toBe(false);
    const nobody = { userId: "00000000-0000-4000-8000-000000000000" };
    await expect(endUserSessions(deps, system, nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("the list shows living sessions, the last seen first, and marks the present one", async () => {
  const { user, sessionId, actor } = await signedIn("agent", "old browser");
  await createSession(database.db, deps.now(), user.id, { ...origin, userAgent: "forgotten" });
  pass(minutes(40));
  await validateSession(deps, sessionId);
  pass(minutes(25));
  await createSession(database.db, deps.now(), user.id, { ...origin, userAgent: "phone" });
  expect(
    (await listSessions(deps, actor, user.id)).map(({ userAgent, isCurrent }) => [userAgent, isCurrent]),
  ).toEqual([
    ["phone", false],
    ["old browser", true],
  ]);
});

test("the cookie is __Host-, HttpOnly, Secure and SameSite=Lax, but for plain http on localhost", () => {
  expect(sessionCookie(deps, "an-id", true)).toMatchObject({
    name: "__Host-session",
    value: "an-id",
    attributes: { httpOnly: true, secure: true, sameSite: "lax", path: "/" },
  });
  expect(sessionCookie(deps, "an-id", false)).toMatchObject({
    name: "session",
    attributes: { secure: false },
  });
  expect(sessionCookie(deps, null, true)).toMatchObject({ value: "", attributes: { maxAge: 0 } });
});
