import { createHash, hkdfSync } from "node:crypto";
import { isIPv6 } from "node:net";
import { DomainError } from "@vetsuccess/contract/errors";
import { actions, type Action, type Permission, type Role } from "@vetsuccess/contract/identity";
import type { Actor } from "../deps.ts";

const everyone: readonly Role[] = ["admin", "manager", "agent", "viewer"];
const workers: readonly Role[] = ["admin", "manager", "agent"];
const leads: readonly Role[] = ["admin", "manager"];
const admins: readonly Role[] = ["admin"];

/** Who may do what. Procedures, routes, jobs' actions and screens read this table and nothing else. */
const permissions = {
  "outreach.summary": everyone,
  "outreach.preview": everyone,
  "outreach.plan": leads,
  "outreach.previewBatch": leads,
  "outreach.listBatchRows": leads,
  "outreach.decideBatch": leads,
  "outreach.trigger": admins,
  "texts.list": everyone,
  "texts.get": everyone,
  "texts.decide": leads,
  "texts.deliverNow": leads,
  "outreach.report": leads,
  "outreach.listDecisions": leads,
  "system.state": leads,
  "sending.state": everyone,
  "sending.pause": leads,
  "sending.resume": leads,
  "clients.search": everyone,
  "clients.get": everyone,
  "clients.update": workers,
  "clients.listContacted": everyone,
  "clients.setFollowed": workers,
  "clients.countContacted": everyone,
  "clients.countNewContacted": everyone,
  "clients.listById": everyone,
  "clients.export": leads,
  "practices.list": everyone,
  "presence.list": everyone,
  "presence.enter": everyone,
  "presence.leave": everyone,
  "presence.take": workers,
  "presence.release": workers,
  "practices.search": leads,
  "practices.get": leads,
  "practices.readiness": leads,
  "practices.listSettingsHistory": leads,
  "practices.updateSettings": admins,
  "practices.revertSettings": admins,
  "practices.archive": admins,
  "practices.restore": admins,
  "views.list": everyone,
  "views.count": everyone,
  "views.create": everyone,
  "views.update": everyone,
  "views.share": workers,
  "views.delete": everyone,
  "views.restore": everyone,
  "views.changeShared": leads,
  "outcomes.list": everyone,
  "outcomes.listMostUsed": everyone,
  "outcomes.listAll": leads,
  "outcomes.create": admins,
  "outcomes.update": admins,
  "outcomes.merge": admins,
  "outcomes.archive": admins,
  "outcomes.restore": admins,
  "outcomes.delete": admins,
  "questions.listAnswers": everyone,
  "questions.listWaiting": everyone,
  "questions.ask": workers,
  "questions.listPinned": everyone,
  "questions.pin": everyone,
  "live.changes": everyone,
  "questions.list": leads,
  "questions.create": admins,
  "questions.update": admins,
  "questions.reorder": admins,
  "questions.merge": admins,
  "questions.delete": admins,
  "questions.faq": leads,
  "questions.setAnswer": leads,
  "questions.removeAnswer": leads,
  "questions.answerAsked": leads,
  "questions.dismissAsked": leads,
  "templates.list": leads,
  "templates.listVersions": leads,
  "templates.preview": leads,
  "templates.match": leads,
  "templates.create": admins,
  "templates.update": admins,
  "templates.updateDefault": admins,
  "templates.reorder": admins,
  "templates.delete": admins,
  "users.list": leads,
  "users.get": leads,
  "users.invite": admins,
  "users.inviteAgain": admins,
  "users.update": admins,
  "users.delete": admins,
  "users.listSessions": admins,
  "users.endSessions": admins,
  "users.resetSecondFactor": admins,
  "account.get": everyone,
  "account.update": everyone,
  "account.changePassword": everyone,
  "account.listSessions": everyone,
  "account.endSession": everyone,
  "account.endOtherSessions": everyone,
  "account.setUpSecondFactor": everyone,
  "account.confirmSecondFactor": everyone,
  "account.renewRecoveryCodes": everyone,
  "account.removeSecondFactor": everyone,
  "account.signOut": everyone,
  "apiKeys.list": everyone,
  "apiKeys.create": everyone,
  "apiKeys.revoke": everyone,
  "jobs.list": leads,
  "jobs.get": leads,
  "jobs.queues": leads,
  "jobs.schedules": leads,
  "jobs.stats": leads,
  "jobs.retry": admins,
  "jobs.runNow": admins,
  "jobs.cancel": admins,
  "jobs.pauseQueue": admins,
  "jobs.resumeQueue": admins,
  "jobs.switchSchedule": admins,
  "jobs.runSchedule": admins,
  "apiDocument.read": everyone,
  "audit.list": admins,
  "audit.export": admins,
  "emailUpdates.list": everyone,
  "emailUpdates.get": everyone,
  "emailUpdates.preview": everyone,
  "emailUpdates.previewWorkbook": workers,
  "emailUpdates.download": workers,
  "emailUpdates.run": leads,
  "emailUpdates.trigger": admins,
  "emailUpdates.sendAgain": leads,
  "alerts.list": everyone,
  "alerts.settle": leads,
} as const satisfies Record<Action, readonly Role[]>;

/** What the people of a role are called in a sentence. */
const roleNames: Record<Role, string> = {
  admin: "administrators",
  manager: "managers",
  agent: "agents",
  viewer: "viewers",
};

/** Whether a role may do it, second factor and key limits aside. */
export function can(role: Role, action: Action): boolean {
  return permissions[action].includes(role);
}

const inWords = new Intl.ListFormat("en-US", { type: "conjunction" });

/** Whether the actor may do it now, and a sentence for the screen when not. */
export function permissionOf(actor: Actor, action: Action): Permission {
  const refuse = (reason: string): Permission => ({ isAllowed: false, reason });
  if (!can(actor.role, action))
    return refuse(`Only ${inWords.format(permissions[action].map((role) => roleNames[role]))} may do this.`);
  if (actor.scopes !== null && !actor.scopes.includes(action)) return refuse("This API key may not do this.");
  if (actor.mustSetUpSecondFactor && !action.startsWith("account."))
    return refuse("Set up a second factor in your account first.");
  return { isAllowed: true, reason: null };
}

/** Every action with its answer, for the screens. */
export function permissionsOf(actor: Actor): Record<Action, Permission> {
  return Object.fromEntries(actions.map((action) => [action, permissionOf(actor, action)])) as Record<
    Action,
    Permission
  >;
}

/** The practices a query must be limited to, as a Prisma filter of a practice id; undefined: no limit. */
export function practiceScope(actor: Actor): { in: string[] } | undefined {
  return actor.practiceIds === null ? undefined : { in: [...actor.practiceIds] };
}

export function isInScope(actor: Actor, practiceId: string | null): boolean {
  return actor.practiceIds === null || (practiceId !== null && actor.practiceIds.includes(practiceId));
}

/** @throws DomainError NOT_FOUND: what one may not see looks as if it did not exist */
export function requireInScope(actor: Actor, practiceId: string | null): void {
  if (!isInScope(actor, practiceId)) throw new DomainError("NOT_FOUND", "There is no such practice.");
}

/** @throws DomainError NOT_ALLOWED for those who are limited to some practices: what they ask for concerns all of them */
export function requireAllPractices(actor: Actor): void {
  if (actor.practiceIds !== null)
    throw new DomainError("NOT_ALLOWED", "This concerns all practices, and you are limited to some.");
}

const minute = 60_000;
const hour = 60 * minute;

/** How long things of identity live, in milliseconds. */
export const lifetimes = {
  sessionIdle: hour,
  sessionAbsolute: 12 * hour,
  /** "Last seen" and "last used" are written at most this often. */
  seenEvery: minute,
  invitation: 7 * 24 * hour,
  passwordReset: 30 * minute,
  challenge: 10 * minute,
  /** A refresh token that was just replaced still answers with its successor. */
  refreshGrace: 30_000,
  /** Tries of so long ago no longer count. */
  tries: 24 * hour,
};

export type TryKind = "account" | "address" | "second-factor" | "password-reset";

/** Tries that cost nothing. An address may stand for a whole office. */
const freeTries: Record<TryKind, number> = {
  account: 5,
  address: 30,
  "second-factor": 5,
  "password-reset": 3,
};
const longestWaitMs = 15 * minute;

export interface Tries {
  tries: number;
  lastTryAt: Date;
  blockedUntil: Date;
}

/**
 * Counts one more try: after the free ones each costs twice the wait of the one before, from one second up to 15 minutes.
 * A try inside the wait is refused and not counted, so that nobody is locked out for good.
 */
export function countTry(
  kind: TryKind,
  before: Tries | null,
  now: Date,
): { waitMs: number; after: Tries | null } {
  if (before && before.blockedUntil > now)
    return { waitMs: before.blockedUntil.getTime() - now.getTime(), after: null };
  const isForgotten = !before || now.getTime() - before.lastTryAt.getTime() > lifetimes.tries;
  const tries = (isForgotten ? 0 : before.tries) + 1;
  const over = tries - freeTries[kind];
  const delayMs = over <= 0 ? 0 : Math.min(1000 * 2 ** (over - 1), longestWaitMs);
  return { waitMs: 0, after: { tries, lastTryAt: now, blockedUntil: new Date(now.getTime() + delayMs) } };
}

/** What an address is counted as: an IPv6 customer owns a whole /64. */
export function addressBucket(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** SHA-256 in hex: how secrets of at least 120 random bits are stored. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** A key of 256 bits for one purpose (HKDF, RFC 5869), so that no key serves two. */
export function deriveKey(appSecret: string, purpose: "tokens" | "second-factor"): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", appSecret, "", `vetsuccess ${purpose}`, 32));
}

/** Recovery codes are typed by people: no 0, 1, I, L, O or U, and neither case nor hyphens matter. */
export const recoveryAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
export function plainRecoveryCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, "");
}

export type Credentials =
  | { kind: "session"; id: string }
  | { kind: "token"; token: string }
  | { kind: "apiKey"; key: string };

/** Reads `Bearer …` or `JWT …`; an API key is known by its beginning. null: there is none. */
export function readAuthorization(header: string): Credentials | null {
  const secret = /^(?:Bearer|JWT) ([\w.-]{1,4096})$/i.exec(header)?.[1];
  if (secret === undefined) return null;
  return secret.startsWith("vsk_") ? { kind: "apiKey", key: secret } : { kind: "token", token: secret };
}
