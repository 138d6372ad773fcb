import { randomBytes } from "node:crypto";
import { goodPassword, minutes, origin, useIdentity } from "@vetsuccess/testing/identity";
import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { authenticate } from "./commands/authenticate.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import { issueTokens } from "./commands/issue-tokens.ts";
import { openSecret, sealSecret } from "./commands/seal-secret.ts";
import {
  confirmSecondFactor,
  removeSecondFactor,
  resetSecondFactor,
  startSecondFactor,
} from "./commands/set-up-second-factor.ts";
import { completeSignIn, signIn } from "./commands/sign-in.ts";
import { deriveKey, permissionOf } from "./rules.ts";
import { createSession, validateSession } from "./sessions.ts";

const { database, deps, addUser, openConnections, pass } = useIdentity(passwordHasher);

beforeEach(async () => {
  await database.db.signInThrottle.deleteMany({});
});

async function withSession(role: "admin" | "agent" = "agent") {
  const user = await addUser({ role });
  const sessionId = await createSession(database.db, deps.now(), user.id, origin);
  const actor = await authenticate(deps, { kind: "session", id: sessionId }, origin);
  return { user, sessionId, actor };
}

async function withFactor(role: "admin" | "agent" = "agent") {
  const { user, actor } = await withSession(role);
  const { secret } = await startSecondFactor(deps, actor, { password: goodPassword });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (steps = 0) => totp.generate({ timestamp: deps.now().getTime() + steps * 30_000 });
  const confirmed = await confirmSecondFactor(deps, actor, { code: code() });
  pass(30_000);
  return { user, actor, secret, code, ...confirmed };
}

async function challengeOf(email: string): Promise<string> {
  const step = await signIn(deps, { email, password: goodPassword }, origin);
  if (step.step !== "SECOND_FACTOR") throw new Error("signed in by password alone");
  return step.challenge;
}
const complete = (challenge: string, code: string) => completeSignIn(deps, { challenge, code }, origin);
const wrongCode = { code: "NOT_SIGNED_IN", field: "code" };

describe("sign-in", () => {
  test("the password alone leads to a challenge, its code to a session", async () => {
    const { user, code } = await withFactor();
    const challenge = await challengeOf(user.email);
    expect(await validateSession(deps, challenge)).toBeNull();
    const sessionId = await complete(challenge, code());
    expect(await validateSession(deps, sessionId)).toMatchObject({
      user: { userId: user.id, hasSecondFactor: true },
    });
  });

  test("a challenge works once, for ten minutes, and only its hash is stored", async () => {
    const { user, code } = await withFactor();
    const challenge = await challengeOf(user.email);
    const rows = await database.db.signInChallenge.findMany({ where: { userId: user.id } });
    expect(rows.flatMap(Object.values)).not.toContain(challenge);
    await complete(challenge, code());
    await expect(complete(challenge, code(1))).rejects.toThrow("Sign in with your password again.");
    const late = await challengeOf(user.email);
    pass(minutes(10));
    await expect(complete(late, code())).rejects.toThrow("Sign in with your password again.");
  });

  test("a code is spent by its use, and older ones with it", async () => {
    const { user, code } = await withFactor();
    await complete(await challengeOf(user.email), code());
    await expect(complete(await challengeOf(user.email), code())).rejects.toMatchObject(wrongCode);
    await expect(complete(await challengeOf(user.email), code(-1))).rejects.toMatchObject(wrongCode);
    await complete(await challengeOf(user.email), code(1));
  });

  test("the same code twice at once gives one session", async () => {
    const { user, code } = await withFactor();
    const challenges = await Promise.all([
      challengeOf(user.email),
      challengeOf(user.email),
      challengeOf(user.email),
    ]);
    await openConnections();
    const results = await Promise.allSettled(challenges.map((challenge) => complete(challenge, code())));
    expect(results.filter(({ status }) => status === "fulfilled").length).toBe(1);
  });

  test("a neighbour's step is accepted for a clock that is off, two steps are not", async () => {
    const { user, code } = await withFactor();
    await expect(complete(await challengeOf(user.email), code(2))).rejects.toMatchObject(wrongCode);
    await complete(await challengeOf(user.email), code(1));
  });

  test("guessing has to wait, also over many challenges", async () => {
    const { user, code } = await withFactor();
    for (let count = 0; count < 6; count += 1)
      await expect(complete(await challengeOf(user.email), "000000")).rejects.toMatchObject(wrongCode);
    await expect(complete(await challengeOf(user.email), code())).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
  });

  test("a user disabled in between gets no session", async () => {
    const { user, code } = await withFactor();
    const challenge = await challengeOf(user.email);
    await database.db.user.update({ where: { uuid: user.id }, data: { isActive: false } });
    await expect(complete(challenge, code())).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  });

  test("tokens for programs ask for the code too", async () => {
    const { user, code } = await withFactor();
    const input = { email: user.email, password: goodPassword };
    await expect(issueTokens(deps, input, origin)).rejects.toMatchObject(wrongCode);
    await expect(issueTokens(deps, { ...input, code: "000000" }, origin)).rejects.toMatchObject(wrongCode);
    expect(await issueTokens(deps, { ...input, code: code() }, origin)).toHaveProperty("access");
  });
});

describe("recovery codes", () => {
  test("each works once, typed in any case, with or without hyphens; only hashes are stored", async () => {
    const { user, recoveryCodes } = await withFactor();
    const [first = "", second = ""] = recoveryCodes;
    expect(recoveryCodes.length).toBe(10);
    await complete(await challengeOf(user.email), first.toLowerCase().replaceAll("-", " "));
    await expect(complete(await challengeOf(user.email), first)).rejects.toMatchObject(wrongCode);
    await complete(await challengeOf(user.email), second.replaceAll("-", ""));
    const rows = await database.db.recoveryCode.findMany({ where: { userId: user.id } });
    expect(rows.filter(({ usedAt }) => usedAt === null).length).toBe(8);
    for (const { codeHash } of rows) expect(codeHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("two at once for one challenge give one session", async () => {
    const { user, recoveryCodes } = await withFactor();
    const challenge = await challengeOf(user.email);
    await openConnections();
    const results = await Promise.allSettled(
      recoveryCodes.slice(0, 4).map((code) => complete(challenge, code)),
    );
    expect(results.filter(({ status }) => status === "fulfilled").length).toBe(1);
  });

  test("of somebody else do not work", async () => {
    const mine = await withFactor();
    const theirs = await withFactor();
    await expect(
      complete(await challengeOf(mine.user.email), theirs.recoveryCodes[0] ?? ""),
    ).rejects.toMatchObject(wrongCode);
  });
});

describe("setting up", () => {
  test("asks for the password, and counts only once a code was confirmed", async () => {
    const { user, actor } = await withSession();
    await expect(startSecondFactor(deps, actor, { password: "wrong" })).rejects.toMatchObject({
      field: "password",
    });
    await startSecondFactor(deps, actor, { password: goodPassword });
    await expect(confirmSecondFactor(deps, actor, { code: "000000" })).rejects.toMatchObject({
      field: "code",
    });
    expect(await signIn(deps, { email: user.email, password: goodPassword }, origin)).toMatchObject({
      step: "SIGNED_IN",
    });
  });

  test("the secret rests encrypted, bound to its user and to the application's secret", async () => {
    const { user, secret } = await withFactor();
    const { sealedSecret } = await database.db.secondFactor.findUniqueOrThrow({ where: { userId: user.id } });
    const plain = Buffer.from(Secret.fromBase32(secret).bytes);
    expect(Buffer.from(sealedSecret, "base64url").includes(plain)).toBe(false);
    const key = deriveKey(deps.identity.appSecret, "second-factor");
    expect(Buffer.from(openSecret(key, sealedSecret, user.id))).toEqual(plain);
    expect(() => openSecret(key, sealedSecret, "another user")).toThrow("unable to authenticate data");
    expect(() =>
      openSecret(deriveKey("another secret of the application", "second-factor"), sealedSecret, user.id),
    ).toThrow("unable to authenticate data");
  });

  test("a sealed secret with one bit changed does not open", () => {
    const key = randomBytes(32);
    const sealed = Buffer.from(sealSecret(key, randomBytes(20), "u"), "base64url");
    sealed[15] = (sealed[15] ?? 0) ^ 1;
    expect(() => openSecret(key, sealed.toString("base64url"), "u")).toThrow("unable to authenticate data");
  });

  test("the own session gets a new id, all others end: they never showed the factor", async () => {
    const { user, actor, sessionId } = await withSession();
    const other = await createSession(database.db, deps.now(), user.id, origin);
    const { secret } = await startSecondFactor(deps, actor, { password: goodPassword });
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: deps.now().getTime(),
    });
    const renewed = await confirmSecondFactor(deps, actor, { code });
    expect(await validateSession(deps, sessionId)).toBeNull();
    expect(await validateSession(deps, other)).toBeNull();
    expect(await validateSession(deps, renewed.sessionId ?? "")).not.toBeNull();
  });

  test("a confirmed factor does not give way to another without being removed", async () => {
    const { actor } = await withFactor();
    await expect(startSecondFactor(deps, actor, { password: goodPassword })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("removing", () => {
  test("asks for password and code, and ends other sessions", async () => {
    const { user, actor, code } = await withFactor();
    const other = await createSession(database.db, deps.now(), user.id, origin);
    await expect(
      removeSecondFactor(deps, actor, { password: goodPassword, code: "000000" }),
    ).rejects.toMatchObject(wrongCode);
    await expect(removeSecondFactor(deps, actor, { password: "wrong", code: code() })).rejects.toMatchObject({
      field: "password",
    });
    await removeSecondFactor(deps, actor, { password: goodPassword, code: code() });
    expect(await validateSession(deps, other)).toBeNull();
    expect(await signIn(deps, { email: user.email, password: goodPassword }, origin)).toMatchObject({
      step: "SIGNED_IN",
    });
  });

  test("an administrator can do it for who lost everything; that ends all sessions", async () => {
    const { user, sessionId } = await withFactor();
    const userId = user.id;
    await resetSecondFactor(deps, systemActor("test"), { userId });
    expect(await database.db.recoveryCode.count({ where: { userId } })).toBe(0);
    expect(await validateSession(deps, sessionId ?? "")).toBeNull();
    await expect(resetSecondFactor(deps, systemActor("test"), { userId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("required of administrators", () => {
  const strict = { ...deps, identity: { ...deps.identity, isAdminSecondFactorRequired: true } };
  const actorOf = (id: string) =>
    authenticate(
      { db: database.db, now: deps.now, identity: strict.identity },
      { kind: "session", id },
      origin,
    );

  test("without one an administrator may use the account alone, with one everything", async () => {
    const { sessionId } = await withSession("admin");
    const half = await actorOf(sessionId);
    expect(permissionOf(half, "users.list")).toMatchObject({ isAllowed: false });
    expect(permissionOf(half, "account.setUpSecondFactor")).toMatchObject({ isAllowed: true });
    const full = await withFactor("admin");
    expect(permissionOf(await actorOf(full.sessionId ?? ""), "users.list")).toMatchObject({
      isAllowed: true,
    });
  });

  test("others are free to choose", async () => {
    const { sessionId } = await withSession("agent");
    expect(await actorOf(sessionId)).toMatchObject({ mustSetUpSecondFactor: false });
  });
});
