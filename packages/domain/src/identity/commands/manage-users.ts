import { DomainError } from "@vetsuccess/contract/errors";
import type {
  InviteUserInput,
  Role,
  UpdateAccountInput,
  UpdateUserInput,
  UserIdInput,
} from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { mailUserLink } from "../jobs.ts";
import type { IdentityDeps } from "../ports.ts";
import { requireGoodPassword } from "./check-new-password.ts";
import { endAccess } from "./end-access.ts";

/** Nobody can sign in with it. */
const noPassword = "!";

/** Creates the user, refusing an address that is taken and a limit that makes no sense. */
async function addUser(tx: Tx, input: InviteUserInput, password: string): Promise<string> {
  await requireLimit(tx, input.role, input.practiceIds);
  const { email, firstName, lastName, role } = input;
  const [row] = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    insert into apps_user (email, first_name, last_name, role, password, updated_at)
    values (${email}, ${firstName}, ${lastName}, ${role}, ${password}, clock_timestamp())
    on conflict (email) do nothing returning uuid::text`);
  if (!row)
    throw new DomainError("CONFLICT", "There is a user with this e-mail address.", { field: "email" });
  await limitTo(tx, row.uuid, input.practiceIds);
  return row.uuid;
}

/** An administrator could widen any limit of its own: so it has none. */
async function requireLimit(tx: Tx, role: Role, practiceIds: readonly string[] | null): Promise<void> {
  if (practiceIds === null) return;
  const field = { field: "practiceIds" };
  if (role === "admin") throw new DomainError("INVALID_INPUT", "An administrator sees all practices.", field);
  const ids = [...new Set(practiceIds)];
  if ((await tx.practice.count({ where: { oduId: { in: ids } } })) !== ids.length)
    throw new DomainError("INVALID_INPUT", "One of these practices does not exist.", field);
}

async function limitTo(tx: Tx, userId: string, practiceIds: readonly string[] | null): Promise<void> {
  await tx.userPractice.deleteMany({ where: { userId } });
  const data = [...new Set(practiceIds ?? [])].map((practiceId) => ({ userId, practiceId }));
  await tx.userPractice.createMany({ data });
}

async function mailInvitation(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.userLink.deleteMany({ where: { userId, kind: "INVITATION", usedAt: null } });
  const { uuid } = await tx.userLink.create({
    data: { kind: "INVITATION", userId, createdAt: now },
    select: { uuid: true },
  });
  await enqueue(tx, mailUserLink, { linkId: uuid });
}

/**
 * Creates a user without a password and mails a link, good for seven days, to set one.
 *
 * @returns the user's uuid
 * @throws DomainError CONFLICT (email), INVALID_INPUT (practiceIds)
 */
export async function inviteUser(deps: Deps, actor: Actor, input: InviteUserInput): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const uuid = await addUser(tx, input, noPassword);
    await mailInvitation(tx, uuid, deps.now());
    await recordAudit(tx, actor, { action: "users.invite", entity: "User", entityId: uuid, after: input });
    return uuid;
  });
}

/**
 * Mails a fresh invitation; the former link dies.
 *
 * @throws DomainError NOT_FOUND when there is no such user, it is disabled, or it has a password already
 */
export async function inviteAgain(deps: Deps, actor: Actor, { userId }: UserIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const where = { uuid: userId, isActive: true, password: { startsWith: noPassword } };
    if (!(await tx.user.findFirst({ where, select: { uuid: true } })))
      throw new DomainError("NOT_FOUND", "There is no open invitation.");
    await mailInvitation(tx, userId, deps.now());
    await recordAudit(tx, actor, { action: "users.invite", entity: "User", entityId: userId });
  });
}

/**
 * Creates a user who can sign in at once, for the operator at the command line and the accounts of a demo.
 *
 * @returns the user's uuid
 * @throws DomainError INVALID_INPUT (password, practiceIds), CONFLICT (email)
 */
export async function createUser(
  deps: Pick<IdentityDeps, "db" | "hasher">,
  actor: Actor,
  { password, ...input }: InviteUserInput & { password: string },
): Promise<string> {
  await requireGoodPassword(password, input, "password");
  const hash = await deps.hasher.hash(password);
  return inTransaction(deps.db, async (tx) => {
    const uuid = await addUser(tx, input, hash);
    await recordAudit(tx, actor, { action: "users.create", entity: "User", entityId: uuid, after: input });
    return uuid;
  });
}

const columns = {
  email: true,
  firstName: true,
  lastName: true,
  role: true,
  isActive: true,
  practices: { select: { practiceId: true }, orderBy: { practiceId: "asc" } },
} satisfies Prisma.UserSelect;

async function lockUser(tx: Tx, userId: string) {
  await tx.$queryRaw(Prisma.sql`select from apps_user where uuid = ${userId}::uuid for update`);
  const row = await tx.user.findUnique({ where: { uuid: userId }, select: columns });
  if (!row) throw new DomainError("NOT_FOUND", "There is no such user.");
  const { practices, role, ...rest } = row;
  const practiceIds = practices.length === 0 ? null : practices.map(({ practiceId }) => practiceId);
  return { ...rest, role: role as Role, practiceIds };
}

/**
 * Locks all administrators who can sign in, always in the same order: of two that remove each other the second waits, and
 * then finds the first gone.
 *
 * @throws DomainError CONFLICT when nobody but `userId` is left
 */
async function requireAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  const admins = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    select uuid::text from apps_user
    where role = 'admin' and is_active and not starts_with(password, '!') order by uuid for update`);
  if (admins.length === 1 && admins[0]?.uuid === userId)
    throw new DomainError("CONFLICT", "This is the last administrator who can sign in.");
}

/**
 * Changes name, role, practices or whether the user is active. Whatever changes its rights ends its sessions and tokens.
 *
 * @throws DomainError NOT_FOUND, CONFLICT for the last administrator, INVALID_INPUT (practiceIds)
 */
export async function updateUser(
  deps: Deps,
  actor: Actor,
  { userId, ...input }: UpdateUserInput,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (input.isActive === false || (input.role !== undefined && input.role !== "admin"))
      await requireAnotherAdmin(tx, userId);
    const before = await lockUser(tx, userId);
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const after = { ...before, ...given };
    await requireLimit(tx, after.role, after.practiceIds);
    const { firstName, lastName, role, isActive } = after;
    const formerFlags = role === "admin" ? {} : { isStaff: false, isSuperuser: false };
    await tx.user.update({
      where: { uuid: userId },
      data: { firstName, lastName, role, isActive, ...formerFlags },
    });
    if (input.practiceIds !== undefined) await limitTo(tx, userId, input.practiceIds);
    const rights = ({ role: r, isActive: a, practiceIds: p }: typeof after) =>
      JSON.stringify([r, a, p?.toSorted()]);
    if (rights(before) !== rights(after)) await endAccess(tx, deps.now(), userId);
    await recordAudit(tx, actor, { action: "users.update", entity: "User", entityId: userId, before, after });
  });
}

/**
 * Removes a user with all sessions, tokens and keys; the audit trail keeps what it did.
 *
 * @throws DomainError NOT_FOUND, CONFLICT for the last administrator
 */
export async function deleteUser(deps: Deps, actor: Actor, { userId }: UserIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireAnotherAdmin(tx, userId);
    const before = await lockUser(tx, userId);
    await tx.user.delete({ where: { uuid: userId }, select: { uuid: true } });
    await recordAudit(tx, actor, { action: "users.delete", entity: "User", entityId: userId, before });
  });
}

/** Changes the actor's own names. */
export async function updateAccount(deps: Deps, actor: Actor, input: UpdateAccountInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await lockUser(tx, actor.id);
    await tx.user.update({ where: { uuid: actor.id }, data: input });
    const { firstName, lastName } = before;
    await recordAudit(tx, actor, {
      action: "account.update",
      entity: "User",
      entityId: actor.id,
      before: { firstName, lastName },
      after: input,
    });
  });
}
