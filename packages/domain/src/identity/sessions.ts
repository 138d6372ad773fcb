// The one file that knows Lucia: its author has retired it, so that another library, or none, can take its place here.
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia } from "lucia";
import type { SessionRow } from "@vetsuccess/contract/identity";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps, Origin } from "../deps.ts";
import { type Principal, principalColumns } from "./queries/find-principal.ts";
import { digest, lifetimes } from "./rules.ts";

interface SessionAttributes {
  uuid: string;
  origin: Origin;
  createdAt: Date;
  lastSeenAt: Date;
}

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof luciaOn>;
    DatabaseSessionAttributes: Partial<SessionAttributes>;
    DatabaseUserAttributes: Principal;
  }
}

type SessionDb = Pick<Tx, "session" | "$queryRaw">;

/**
 * Lucia's store. The database knows only a hash of the id. Both limits are kept here, by the product's clock: Lucia knows
 * no absolute limit, and its own check, by the machine's clock, finds nothing left to do.
 */
class SessionAdapter implements Adapter {
  readonly #db: SessionDb;
  readonly #now: Date;

  constructor(db: SessionDb, now: Date) {
    this.#db = db;
    this.#now = now;
  }

  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const [row] = await this.#db.$queryRaw<
      (Principal & { sessionUuid: string; createdAt: Date; lastSeenAt: Date })[]
    >(Prisma.sql`
      select s.uuid::text as "sessionUuid", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", ${principalColumns}
      from apps_session s join apps_user u on u.uuid = s.user_id
      where s.id_hash = ${digest(id)} and s.expires_at > ${this.#now} and u.is_active`);
    if (!row) return [null, null];
    const { sessionUuid, createdAt, lastSeenAt, ...user } = row;
    return [
      {
        id,
        userId: user.userId,
        expiresAt: endOfTime,
        attributes: { uuid: sessionUuid, createdAt, lastSeenAt },
      },
      { id: user.userId, attributes: user },
    ];
  }

  async setSession({ id, userId, attributes }: DatabaseSession): Promise<void> {
    await this.#db.session.create({
      data: {
        idHash: digest(id),
        userId,
        userAgent: attributes.origin?.userAgent?.slice(0, 255) ?? null,
        address: attributes.origin?.address?.slice(0, 45) ?? null,
        createdAt: this.#now,
        lastSeenAt: this.#now,
        expiresAt: expiryOf(this.#now, this.#now),
      },
    });
  }

  async deleteSession(id: string): Promise<void> {
    await this.#db.session.deleteMany({ where: { idHash: digest(id) } });
  }

  async deleteUserSessions(userId: string): Promise<void> {
    await this.#db.session.deleteMany({ where: { userId } });
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.#db.session.deleteMany({ where: { expiresAt: { lte: this.#now } } });
  }

  /** Lists are read by `listSessions`. */
  getUserSessions(): Promise<DatabaseSession[]> {
    return Promise.resolve([]);
  }

  /** Never due before the end of time; `validateSession` moves the limit itself. */
  updateSessionExpiration(): Promise<void> {
    return Promise.resolve();
  }
}

const endOfTime = new Date(8.64e15);

const expiryOf = (createdAt: Date, seenAt: Date) =>
  new Date(
    Math.min(seenAt.getTime() + lifetimes.sessionIdle, createdAt.getTime() + lifetimes.sessionAbsolute),
  );

function luciaOn(db: SessionDb, now: Date, isSecure = true) {
  return new Lucia(new SessionAdapter(db, now), {
    sessionCookie: {
      name: isSecure ? "__Host-session" : "session",
      attributes: { secure: isSecure, sameSite: "lax", path: "/" },
    },
    getSessionAttributes: ({ uuid, createdAt, lastSeenAt }) => ({ uuid, createdAt, lastSeenAt }),
    getUserAttributes: (user) => ({ ...user }),
  });
}

/** A browser's cookie, ready to be written. */
export interface SessionCookie {
  name: string;
  value: string;
  attributes: {
    httpOnly?: boolean;
    secure?: boolean;
    sameSite?: "lax" | "strict" | "none";
    path?: string;
    maxAge?: number | undefined;
  };
}

/**
 * The cookie that carries a session, or that takes it away.
 *
 * @param id null: signed out
 * @param isSecure false only for plain http on localhost
 */
export function sessionCookie(
  { db, now }: Pick<Deps, "db" | "now">,
  id: string | null,
  isSecure: boolean,
): SessionCookie {
  const lucia = luciaOn(db, now(), isSecure);
  const { name, value, attributes } =
    id === null ? lucia.createBlankSessionCookie() : lucia.createSessionCookie(id);
  // The server knows when a session ends; the browser forgets its cookie when it is closed.
  return { name, value, attributes: id === null ? attributes : { ...attributes, maxAge: undefined } };
}

/** Signs a browser in under a new, random id. Only its hash is stored; the id is returned for the cookie. */
export async function createSession(
  db: SessionDb,
  now: Date,
  userId: string,
  origin: Origin,
): Promise<string> {
  const { id } = await luciaOn(db, now).createSession(userId, { origin });
  return id;
}

/** The session and its user as they are now; null: unknown, ended, idle for an hour, twelve hours old, or its user disabled. */
export async function validateSession(
  { db, now }: Pick<Deps, "db" | "now">,
  id: string,
  isActivity = true,
): Promise<{ uuid: string; user: Principal } | null> {
  const at = now();
  const { session, user } = await luciaOn(db, at).validateSession(id);
  if (!session?.uuid || !session.createdAt || !session.lastSeenAt) return null;
  if (isActivity && at.getTime() - session.lastSeenAt.getTime() >= lifetimes.seenEvery)
    await db.session.updateMany({
      where: { uuid: session.uuid, lastSeenAt: session.lastSeenAt },
      data: { lastSeenAt: at, expiresAt: expiryOf(session.createdAt, at) },
    });
  return { uuid: session.uuid, user };
}

/** The browsers a user is signed in with, last seen first. */
export async function listSessions(
  { db, now }: Pick<Deps, "db" | "now">,
  actor: Actor,
  userId: string,
): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { userId, expiresAt: { gt: now() } },
    select: { uuid: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
    orderBy: { lastSeenAt: "desc" },
    take: 100,
  });
  return rows.map((row) => ({
    ...row,
    isCurrent: actor.credential?.kind === "session" && actor.credential.id === row.uuid,
  }));
}

/** Ends one session of a user, or all of them. Returns how many there were. */
export async function endSessions(db: SessionDb, userId: string, uuid?: string): Promise<number> {
  const { count } = await db.session.deleteMany({
    where: { userId, ...(uuid === undefined ? {} : { uuid }) },
  });
  return count;
}

/** Ends all sessions of a user but the one given. Returns how many there were. */
export async function endSessionsBut(db: SessionDb, userId: string, uuid: string): Promise<number> {
  const { count } = await db.session.deleteMany({ where: { userId, uuid: { not: uuid } } });
  return count;
}

/** Removes the rows of sessions that have run out. */
export async function forgetExpiredSessions(db: SessionDb, now: Date): Promise<void> {
  await luciaOn(db, now).deleteExpiredSessions();
}
