import type { Role } from "@vetsuccess/contract/identity";
import type { Deps, Origin } from "@vetsuccess/domain/deps";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import type { IdentitySettings } from "@vetsuccess/domain/identity/ports";
import { createSession, sessionCookie } from "@vetsuccess/domain/identity/sessions";
import { useTestDatabase } from "./database.ts";

interface Hasher {
  hash(password: string): Promise<string>;
  verify(stored: string, password: string): Promise<{ isRight: boolean; isOutdated: boolean }>;
}

export interface NewUser {
  email?: string;
  role?: "admin" | "manager" | "agent" | "viewer";
  password?: string;
  isActive?: boolean;
  practiceIds?: string[];
}

export const goodPassword = "plum-otter-quilt-58";
let hashed: Promise<string> | undefined;
/** The hash of `goodPassword`, made once. */
const hashOfGood = (): Promise<string> => (hashed ??= passwordHasher.hash(goodPassword));

export const identityForTests: IdentitySettings = {
  appSecret: "for tests alone: 0123456789 abcdefghijklmnop",
  publicUrl: "http://localhost:3000",
  isAdminSecondFactorRequired: false,
  accessTokenMinutes: 720,
  refreshTokenMinutes: 1500,
};
let users = 0;

export interface SignedIn {
  id: string;
  email: string;
  /** For a browser's context: `context.addCookies([{ ...cookie, url }])`. */
  cookie: { name: string; value: string };
  /** For a request: `fetch(url, { headers })`, `app.inject({ url, headers })`. */
  headers: { cookie: string };
}

/**
 * Adds a user of the role, with `goodPassword`, and signs it in, as if on plain http at localhost.
 *
 * @param given practices it is limited to (they must exist), its e-mail address
 */
export async function signInAs(
  { db, now }: Pick<Deps, "db" | "now">,
  role: Role,
  given: { practiceIds?: string[]; email?: string } = {},
): Promise<SignedIn> {
  users += 1;
  const email = given.email ?? `${role}${users}@clinic.example`;
  const { uuid: id } = await db.user.create({
    data: {
      email,
      role,
      password: await hashOfGood(),
      firstName: "",
      lastName: "",
      practices: { create: (given.practiceIds ?? []).map((practiceId) => ({ practiceId })) },
    },
  });
  const origin: Origin = { address: "203.0.113.7", userAgent: "Firefox", requestId: null };
  const { name, value } = sessionCookie({ db, now }, await createSession(db, now(), id, origin), false);
  return { id, email, cookie: { name, value }, headers: { cookie: `${name}=${value}` } };
}

/**
 * A database of the test file's own and what identity needs from outside: a clock that stands until it is moved, the real
 * hasher with a count of its calls, and users. Read `deps` inside tests and hooks only.
 */
export function useIdentity(hasher: Hasher) {
  const database = useTestDatabase();
  const clock = { now: new Date("2026-11-24T15:00:00Z") };
  const calls = { hash: 0, verify: 0 };
  const silent = () => undefined;
  const deps = {
    get db() {
      return database.db;
    },
    now: () => clock.now,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: true },
    identity: { ...identityForTests, publicUrl: "https://vetsuccess.example" },
    hasher: {
      hash: (password: string) => {
        calls.hash += 1;
        return hasher.hash(password);
      },
      verify: (stored: string, password: string) => {
        calls.verify += 1;
        return hasher.verify(stored, password);
      },
    },
  };
  let count = 0;

  /** Adds a user, with `goodPassword` unless told otherwise. Returns its id and e-mail address. */
  async function addUser(given: NewUser = {}): Promise<{ id: string; email: string }> {
    count += 1;
    const email = given.email ?? `user${count}@clinic.example`;
    const password = given.password ?? (await hashOfGood());
    const { uuid } = await database.db.user.create({
      data: {
        email,
        password,
        firstName: "",
        lastName: "",
        role: given.role ?? "agent",
        isActive: given.isActive ?? true,
      },
    });
    for (const practiceId of given.practiceIds ?? []) {
      await database.db.practice.upsert({
        where: { oduId: practiceId },
        create: { oduId: practiceId },
        update: {},
      });
      await database.db.userPractice.create({ data: { userId: uuid, practiceId } });
    }
    return { id: uuid, email };
  }

  /** Opens the pool's ten connections: without them calls "at once" would queue up behind the first one. */
  async function openConnections(): Promise<void> {
    await Promise.all(Array.from({ length: 10 }, () => database.pool.query("select pg_sleep(0.2)")));
  }

  /** Moves the clock. */
  function pass(ms: number): void {
    clock.now = new Date(clock.now.getTime() + ms);
  }

  return { database, deps, calls, addUser, openConnections, pass };
}

export const minutes = (count: number) => count * 60_000;
/** Where calls of tests come from. */
export const origin = { address: "203.0.113.7", userAgent: "Firefox", requestId: "req-1" };
