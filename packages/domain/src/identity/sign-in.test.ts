import { goodPassword, minutes, origin, useIdentity } from "@vetsuccess/testing/identity";
import { inTransaction } from "@vetsuccess/db/client";
import { beforeEach, describe, expect, test } from "vitest";
import { authenticate } from "./commands/authenticate.ts";
import { noteLogin } from "./commands/check-password.ts";
import { requestPasswordReset } from "./commands/change-password.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import { issueTokens } from "./commands/issue-tokens.ts";
import { signIn } from "./commands/sign-in.ts";
import { digest } from "./rules.ts";

const { database, deps, calls, addUser, openConnections, pass } = useIdentity(passwordHasher);

beforeEach(async () => {
  await database.db.signInThrottle.deleteMany({});
});

async function sessionOf(email: string, password = goodPassword): Promise<string> {
  const signedIn = await signIn(deps, { email, password }, origin);
  if (signedIn.step !== "SIGNED_IN") throw new Error("asked for a second factor");
  return signedIn.sessionId;
}

const attempt = (email: string, password = "wrong", from = origin) =>
  signIn(deps, { email, password }, from).then(
    () => "in",
    (error: { code: string; message: string }) => `${error.code}: ${error.message.replace(/\d+ s/, "N s")}`,
  );

describe("the password", () => {
  test("the right one leads to a session, whatever the case of the address", async () => {
    const { email, id } = await addUser();
    const sessionId = await sessionOf(email.toUpperCase());
    expect(await authenticate(deps, { kind: "session", id: sessionId }, origin)).toMatchObject({
      id,
      role: "agent",
    });
    expect((await database.db.user.findUniqueOrThrow({ where: { uuid: id } })).lastLogin).toEqual(deps.now());
  });

  test("the hasher runs once for known, unknown, disabled and invited users, and the answer is the same", async () => {
    const known = await addUser();
    const disabled = await addUser({ isActive: false });
    const invited = await addUser({ password: "!" });
    const answers = [];
    for (const [email, password] of [
      [known.email, "wrong"],
      ["nobody@clinic.example", "wrong"],
      [disabled.email, "wrong"],
      [disabled.email, goodPassword],
      [invited.email, "!"],
    ] as const) {
      const before = { ...calls };
      answers.push(await attempt(email, password));
      expect({ email, verified: calls.verify - before.verify, hashed: calls.hash - before.hash }).toEqual({
        email,
        verified: 1,
        hashed: 0,
      });
    }
    expect(new Set(answers)).toEqual(
      new Set(["NOT_SIGNED_IN: The e-mail address or the password is not right."]),
    );
    expect(await database.db.auditEvent.count({ where: { action: "account.signInFailed" } })).toBe(
      answers.length,
    );
  });

  test("a hash of the replaced system is renewed by a right password, and by no wrong one", async () => {
    const django = "pbkdf2_sha256$1000$Q7w2Er9tY4u1Io6pAs3dF8$hrcVYYJ9OIFR7eyunyrLmu1nVUij2c03C0id2VK/JBg=";
    const { email, id } = await addUser({ password: django });
    const stored = async () => (await database.db.user.findUniqueOrThrow({ where: { uuid: id } })).password;
    await attempt(email, "wrong");
    expect(await stored()).toBe(django);
    await sessionOf(email, "Correct-Horse-7");
    expect(await stored()).toMatch(/^\$argon2id\$/);
    await sessionOf(email, "Correct-Horse-7");
  });

  test("every sign-in has an id of its own, and the browser's former session ends", async () => {
    const { email } = await addUser();
    const first = await sessionOf(email);
    const former = await authenticate(deps, { kind: "session", id: first }, origin);
    const second = await signIn(deps, { email, password: goodPassword }, origin, former);
    expect(second.step).toBe("SIGNED_IN");
    expect(second).not.toMatchObject({ sessionId: first });
    await expect(authenticate(deps, { kind: "session", id: first }, origin)).rejects.toThrow(
      "Sign in first.",
    );
  });

  test("sign-ins and failures are in the trail, with the address and without what was typed", async () => {
    const { email, id } = await addUser();
    await sessionOf(email);
    await attempt(email, "a secret typed by mistake");
    await attempt("somebody.private@clinic.example");
    const trail = await database.db.auditEvent.findMany({ orderBy: { id: "desc" }, take: 3 });
    expect(trail.map(({ action, entityId, address }) => [action, entityId, address])).toEqual([
      ["account.signInFailed", null, origin.address],
      ["account.signInFailed", id, origin.address],
      ["account.signIn", id, origin.address],
    ]);
    const text = JSON.stringify(trail, (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(text).not.toMatch(/typed by mistake|somebody\.private/);
  });
});

describe("while the password is being checked", () => {
  const factor = { sealedSecret: "sealed", createdAt: new Date(0), confirmedAt: new Date(0) };
  const changes: [string, (uuid: string) => Promise<unknown>][] = [
    [
      "the user is disabled",
      (uuid) => database.db.user.update({ where: { uuid }, data: { isActive: false } }),
    ],
    [
      "the password is changed",
      (uuid) => database.db.user.update({ where: { uuid }, data: { password: "!" } }),
    ],
  ];

  test.each(changes)("%s: no session, no tokens", async (_name, change) => {
    const { email, id } = await addUser();
    const slow = {
      ...deps,
      db: database.db,
      hasher: {
        hash: deps.hasher.hash,
        verify: async (stored: string, password: string) => {
          const verified = await deps.hasher.verify(stored, password);
          await change(id);
          return verified;
        },
      },
    };
    const input = { email, password: goodPassword };
    await expect(signIn(slow, input, origin)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await database.db.user.update({ where: { uuid: id }, data: { isActive: true } });
    await expect(issueTokens(slow, input, origin)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(await database.db.session.count({ where: { userId: id } })).toBe(0);
    expect(await database.db.tokenFamily.count({ where: { userId: id } })).toBe(0);
  });

  test("a second factor was set up: the password alone is no longer enough", async () => {
    const { email, id } = await addUser();
    await database.db.secondFactor.create({ data: { userId: id, ...factor } });
    const login = (hasShownFactor: boolean) =>
      inTransaction(database.db, (tx) => noteLogin(tx, { uuid: id, email }, deps.now(), hasShownFactor));
    await expect(login(false)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await login(true);
  });
});

describe("tries", () => {
  const waitIsOver = () =>
    database.db
      .$executeRaw`update apps_signinthrottle set blocked_until = clock_timestamp() - interval '1 second'`;
  const waitOf = async (key: string) => {
    const row = await database.db.signInThrottle.findUniqueOrThrow({ where: { keyHash: digest(key) } });
    return (row.blockedUntil.getTime() - row.lastTryAt.getTime()) / 1000;
  };
  const blocked = "TOO_MANY_REQUESTS: Too many tries. Try again in N s.";

  test("of an account: the right password has to wait too, no hash is computed, and the wait ends", async () => {
    const { email } = await addUser();
    for (let count = 0; count < 6; count += 1) expect(await attempt(email)).toMatch("NOT_SIGNED_IN");
    const before = calls.verify;
    expect(await attempt(email, goodPassword)).toBe(blocked);
    expect(calls.verify).toBe(before);
    await waitIsOver();
    expect(await attempt(email, goodPassword)).toBe("in");
    for (let count = 0; count < 5; count += 1) expect(await attempt(email)).toMatch("NOT_SIGNED_IN");
  });

  test("of an account are counted from any address, and the wait grows", async () => {
    const { email } = await addUser();
    for (let count = 0; count < 8; count += 1) {
      await waitIsOver();
      await attempt(email, "wrong", { ...origin, address: `198.51.100.${count}` });
    }
    expect(await waitOf(`account:${email}`)).toBe(4);
  });

  test("for unknown accounts are counted alike", async () => {
    for (let count = 0; count < 6; count += 1) await attempt("nobody@clinic.example");
    expect(await attempt("NOBODY@clinic.example")).toBe(blocked);
  });

  test("of an address are counted over all accounts", async () => {
    for (let count = 0; count < 31; count += 1) await attempt(`nobody${count}@clinic.example`);
    const { email } = await addUser();
    expect(await attempt(email, goodPassword)).toBe(blocked);
    expect(await attempt(email, goodPassword, { ...origin, address: "198.51.100.99" })).toBe("in");
  });

  test("thirty at once get no more than the free ones", async () => {
    const { email } = await addUser();
    await openConnections();
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt(email)));
    expect(answers.filter((answer) => answer !== blocked).length).toBeLessThanOrEqual(6);
  });

  test("a successful sign-in gives the address its try back", async () => {
    const { email } = await addUser();
    for (let count = 0; count < 40; count += 1) expect(await attempt(email, goodPassword)).toBe("in");
    expect(await database.db.signInThrottle.findMany({ select: { tries: true } })).toEqual([
      { tries: 0 },
      { tries: 0 },
    ]);
  });
});

describe("asking for a new password", () => {
  const jobs = async () =>
    (
      await database.db.$queryRaw<{ payload: object }[]>`
      select payload from graphile_worker._private_jobs`
    ).map(({ payload }) => payload);

  test("leaves the same rows and one job for known, unknown and disabled addresses", async () => {
    const known = await addUser();
    const disabled = await addUser({ isActive: false });
    for (const email of [known.email, disabled.email, "nobody@clinic.example"]) {
      const before = { jobs: (await jobs()).length, links: await database.db.userLink.count() };
      expect(await requestPasswordReset(deps, { email }, origin)).toBeUndefined();
      expect({ jobs: (await jobs()).length, links: await database.db.userLink.count() }).toEqual({
        jobs: before.jobs + 1,
        links: before.links + 1,
      });
    }
    const mailable = await database.db.userLink.findMany({ where: { userId: { not: null } } });
    expect(mailable.map(({ userId }) => userId)).toEqual([known.id]);
  });

  test("again and again is answered alike, but mails no flood", async () => {
    const { email } = await addUser();
    const before = (await jobs()).length;
    for (let count = 0; count < 20; count += 1) await requestPasswordReset(deps, { email }, origin);
    expect((await jobs()).length - before).toBeLessThanOrEqual(4);
  });

  test("puts ids alone into the queue", async () => {
    for (const payload of await jobs()) expect(Object.keys(payload)).toEqual(["linkId"]);
  });
});

test("a session ends after twelve hours, even in use", async () => {
  const { email } = await addUser();
  const id = await sessionOf(email);
  for (let count = 0; count < 14; count += 1) {
    pass(minutes(50));
    await authenticate(deps, { kind: "session", id }, origin);
  }
  pass(minutes(20));
  await expect(authenticate(deps, { kind: "session", id }, origin)).rejects.toMatchObject({
    code: "NOT_SIGNED_IN",
  });
});
