import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from "jose";
import { goodPassword, minutes, origin, useIdentity } from "@vetsuccess/testing/identity";
import { beforeEach, describe, expect, test } from "vitest";
import { type Actor, systemActor } from "../deps.ts";
import { authenticate } from "./commands/authenticate.ts";
import { changePassword } from "./commands/change-password.ts";
import { createApiKey, revokeApiKey } from "./commands/create-api-key.ts";
import { signOut } from "./commands/end-access.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import { issueTokens, refreshTokens } from "./commands/issue-tokens.ts";
import { updateUser } from "./commands/manage-users.ts";
import { deriveKey, permissionOf } from "./rules.ts";
import { listApiKeys } from "./queries/list-users.ts";

const { database, deps, addUser, openConnections, pass } = useIdentity(passwordHasher);
const system = systemActor("test");

beforeEach(async () => {
  await database.db.signInThrottle.deleteMany({});
});

async function withTokens(role: "manager" | "agent" = "agent", practiceIds: string[] = []) {
  const user = await addUser({ role, practiceIds });
  return { user, ...(await issueTokens(deps, { email: user.email, password: goodPassword }, origin)) };
}
const refresh = (token: string) => refreshTokens(deps, { refresh: token }, origin);
const byToken = (token: string) => authenticate(deps, { kind: "token", token }, origin);
const refused = { code: "NOT_SIGNED_IN" };

describe("access tokens", () => {
  test("name their user, with role and practices as they are now", async () => {
    const { user, access } = await withTokens("agent", ["p-1"]);
    expect(await byToken(access)).toMatchObject({
      id: user.id,
      label: user.email,
      role: "agent",
      practiceIds: ["p-1"],
      credential: { kind: "token" },
      origin,
    });
  });

  test("say who made them, for whom, of what type, and end after 720 minutes", async () => {
    const { user, access, refresh: token } = await withTokens();
    expect(decodeProtectedHeader(access)).toEqual({ alg: "HS256", typ: "at+jwt" });
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "rt+jwt" });
    const { iss, aud, sub, iat = 0, exp = 0 } = decodeJwt(access);
    expect({ iss, aud, sub, seconds: exp - iat }).toEqual({
      iss: "vetsuccess",
      aud: "vetsuccess-api",
      sub: user.id,
      seconds: 720 * 60,
    });
    pass(minutes(719));
    await byToken(access);
    pass(minutes(1));
    await expect(byToken(access)).rejects.toMatchObject(refused);
  });

  const key = () => deriveKey(deps.identity.appSecret, "tokens");
  const forge = (token: string, change: (jwt: SignJWT) => SignJWT, header = {}, secret = key()) =>
    change(new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header })).sign(
      secret,
    );
  const same = (jwt: SignJWT) => jwt;

  test("forged in the same way without a fault would be accepted: the next tests mean something", async () => {
    const { access } = await withTokens();
    expect(await byToken(await forge(access, same))).toMatchObject({ role: "agent" });
  });

  test.each<[string, (access: string) => Promise<string>]>([
    ["another secret", (access) => forge(access, same, {}, deriveKey("x".repeat(40), "tokens"))],
    [
      "a key of another purpose",
      (access) => forge(access, same, {}, deriveKey(deps.identity.appSecret, "second-factor")),
    ],
    ["another algorithm", (access) => forge(access, same, { alg: "HS384" })],
    ["no algorithm", async (access) => new UnsecuredJWT(decodeJwt(access)).encode()],
    ["another issuer", (access) => forge(access, (jwt) => jwt.setIssuer("somebody"))],
    ["another audience", (access) => forge(access, (jwt) => jwt.setAudience("somebody"))],
    ["another type", (access) => forge(access, same, { typ: "JWT" })],
    ["the type of a refresh token", (access) => forge(access, same, { typ: "rt+jwt" })],
    ["a subject that is no uuid", (access) => forge(access, (jwt) => jwt.setSubject("not-a-uuid"))],
    [
      "somebody else as subject",
      (access) => forge(access, (jwt) => jwt.setSubject("99999999-9999-4999-8999-999999999999")),
    ],
    [
      "no end",
      async (access) => {
        const { exp: _exp, ...rest } = decodeJwt(access);
        return new SignJWT(rest).setProtectedHeader({ alg: "HS256", typ: "at+jwt" }).sign(key());
      },
    ],
    ["nonsense", async () => "abc.def.ghi"],
  ])("are refused with %s", async (_name, make) => {
    const { access } = await withTokens();
    await expect(byToken(await make(access))).rejects.toMatchObject(refused);
  });

  test("a refresh token is none", async () => {
    const { refresh: token } = await withTokens();
    await expect(byToken(token)).rejects.toMatchObject(refused);
  });

  test("end at once with a disabled user, a changed password, a sign-out", async () => {
    const disabled = await withTokens();
    await database.db.user.update({ where: { uuid: disabled.user.id }, data: { isActive: false } });
    await expect(byToken(disabled.access)).rejects.toMatchObject(refused);
    const changed = await withTokens();
    const input = { currentPassword: goodPassword, newPassword: "canyon plum otter" };
    await changePassword(deps, await byToken(changed.access), input);
    await expect(byToken(changed.access)).rejects.toMatchObject(refused);
    await expect(refresh(changed.refresh)).rejects.toMatchObject(refused);
    const left = await withTokens();
    await signOut(deps, await byToken(left.access));
    await expect(byToken(left.access)).rejects.toMatchObject(refused);
  });
});

describe("refreshing", () => {
  const families = (userId: string) => database.db.tokenFamily.findMany({ where: { userId } });

  test("gives a new pair of the same family", async () => {
    const { user, access, refresh: token } = await withTokens();
    pass(minutes(5));
    const next = await refresh(token);
    expect(next.refresh).not.toBe(token);
    expect(next.access).not.toBe(access);
    expect(await byToken(next.access)).toMatchObject({ id: user.id });
    expect((await families(user.id)).length).toBe(1);
  });

  test("twenty at once give one successor, and nobody is logged out", async () => {
    const { user, refresh: token } = await withTokens();
    pass(minutes(5));
    await openConnections();
    const pairs = await Promise.all(Array.from({ length: 20 }, () => refresh(token)));
    expect(new Set(pairs.map((pair) => pair.refresh)).size).toBe(1);
    expect(new Set(pairs.map((pair) => pair.access)).size).toBe(1);
    const [family] = await families(user.id);
    expect(await database.db.refreshToken.count({ where: { familyId: family?.uuid ?? "" } })).toBe(2);
    for (const { access } of pairs) await byToken(access);
    pass(minutes(5));
    expect(await refresh(pairs[0]?.refresh ?? "")).toHaveProperty("access");
  });

  test("within 30 s a replaced token gives the same pair again", async () => {
    const { refresh: token } = await withTokens();
    const first = await refresh(token);
    pass(30_000);
    expect(await refresh(token)).toEqual(first);
  });

  test("after 30 s the family ends, for the honest holder too, and the trail says so", async () => {
    const { user, refresh: token } = await withTokens();
    const next = await refresh(token);
    pass(31_000);
    await byToken(next.access);
    await expect(refresh(token)).rejects.toMatchObject(refused);
    await expect(byToken(next.access)).rejects.toMatchObject(refused);
    await expect(refresh(next.refresh)).rejects.toMatchObject(refused);
    const [event] = await database.db.auditEvent.findMany({
      where: { action: "tokens.reuse" },
      orderBy: { id: "desc" },
    });
    expect(event).toMatchObject({ actorId: user.id, entity: "TokenFamily", address: origin.address });
  });

  test("another family of the same user lives on", async () => {
    const { user, refresh: token } = await withTokens();
    const other = await issueTokens(deps, { email: user.email, password: goodPassword }, origin);
    await refresh(token);
    pass(31_000);
    await expect(refresh(token)).rejects.toMatchObject(refused);
    await byToken(other.access);
  });

  test("a token ends after 1500 minutes", async () => {
    const { refresh: token } = await withTokens();
    pass(minutes(1500));
    await expect(refresh(token)).rejects.toMatchObject(refused);
  });

  test("is refused to a disabled user and with an access token", async () => {
    const { user, access, refresh: token } = await withTokens();
    await expect(refresh(access)).rejects.toMatchObject(refused);
    await database.db.user.update({ where: { uuid: user.id }, data: { isActive: false } });
    await expect(refresh(token)).rejects.toMatchObject(refused);
  });

  test("no token stands in the database", async () => {
    const { user, access, refresh: token } = await withTokens();
    const rows = JSON.stringify([await families(user.id), await database.db.refreshToken.findMany()]);
    for (const secret of [access, token]) expect(rows).not.toContain(secret.split(".")[2]);
  });
});

describe("API keys", () => {
  const scopes = ["texts.list" as const];
  async function withKey(role: "manager" | "agent" = "agent") {
    const user = await addUser({ role });
    const owner: Actor = { ...system, id: user.id, label: user.email, role };
    return {
      user,
      owner,
      ...(await createApiKey(deps, owner, { name: "Report", scopes, expiresInDays: 30 })),
    };
  }
  const byKey = (key: string) => authenticate(deps, { kind: "apiKey", key }, origin);

  test("act for their owner, within their scopes", async () => {
    const { user, key, uuid } = await withKey();
    const actor = await byKey(key);
    expect(actor).toMatchObject({
      id: user.id,
      role: "agent",
      scopes,
      credential: { kind: "apiKey", id: uuid },
    });
    expect(permissionOf(actor, "texts.list").isAllowed).toBe(true);
    expect(permissionOf(actor, "texts.get").isAllowed).toBe(false);
    expect(permissionOf(actor, "account.changePassword").isAllowed).toBe(false);
  });

  test("stand in the database as a hash, and the list shows their beginning alone", async () => {
    const { owner, key } = await withKey();
    const secret = key.slice(-43);
    expect(JSON.stringify(await database.db.apiKey.findMany())).not.toContain(secret);
    const [row] = await listApiKeys(deps, owner);
    expect(row).toMatchObject({ name: "Report", prefix: key.slice(0, 14), scopes });
    expect(
      JSON.stringify(
        await database.db.auditEvent.findMany({ where: { action: "apiKeys.create" } }),
        (_k, v: unknown) => (typeof v === "bigint" ? String(v) : v),
      ),
    ).not.toContain(secret);
  });

  test("with another secret, expired, revoked, or of a disabled owner are refused", async () => {
    const { key } = await withKey();
    await expect(byKey(`${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`)).rejects.toMatchObject(refused);
    const revoked = await withKey();
    await revokeApiKey(deps, revoked.owner, { apiKeyId: revoked.uuid });
    await expect(byKey(revoked.key)).rejects.toMatchObject(refused);
    const disabled = await withKey();
    await updateUser(deps, system, { userId: disabled.user.id, isActive: false });
    await expect(byKey(disabled.key)).rejects.toMatchObject(refused);
    pass(minutes(30 * 24 * 60));
    await expect(byKey(key)).rejects.toMatchObject(refused);
  });

  test("a lower role of the owner takes from the key as well", async () => {
    const user = await addUser({ role: "manager" });
    const owner: Actor = { ...system, id: user.id, label: user.email, role: "manager" };
    const { key } = await createApiKey(deps, owner, {
      name: "Pauser",
      scopes: ["sending.pause"],
      expiresInDays: 1,
    });
    expect(permissionOf(await byKey(key), "sending.pause").isAllowed).toBe(true);
    await updateUser(deps, system, { userId: user.id, role: "viewer" });
    expect(permissionOf(await byKey(key), "sending.pause").isAllowed).toBe(false);
  });

  test("cannot be given what the owner's role does not have", async () => {
    const { owner } = await withKey();
    const input = { name: "More", scopes: ["sending.pause" as const], expiresInDays: 1 };
    await expect(createApiKey(deps, owner, input)).rejects.toMatchObject({
      code: "NOT_ALLOWED",
      field: "scopes",
    });
  });

  test("of somebody else cannot be revoked", async () => {
    const { uuid, key } = await withKey();
    const stranger = await withKey();
    await expect(revokeApiKey(deps, stranger.owner, { apiKeyId: uuid })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await byKey(key);
  });

  test("note their last use, at most once a minute", async () => {
    const { key, uuid } = await withKey();
    const used = async () => (await database.db.apiKey.findUniqueOrThrow({ where: { uuid } })).lastUsedAt;
    await byKey(key);
    const first = deps.now();
    pass(59_000);
    await byKey(key);
    expect(await used()).toEqual(first);
    pass(1000);
    await byKey(key);
    expect(await used()).toEqual(deps.now());
  });
});
