import { DomainError } from "@vetsuccess/contract/errors";
import type {
  Account,
  ApiKeyRow,
  ListUsersInput,
  Role,
  User,
  UserIdInput,
  UserPage,
} from "@vetsuccess/contract/identity";
import { likeLiteral, type Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { permissionsOf } from "../rules.ts";

/** What a user's row shows. The password's column is read for its first mark alone. */
const selection = {
  uuid: true,
  email: true,
  firstName: true,
  lastName: true,
  role: true,
  isActive: true,
  lastLogin: true,
  createdAt: true,
  password: true,
  practices: { select: { practiceId: true }, orderBy: { practiceId: "asc" } },
  secondFactor: { select: { confirmedAt: true } },
} satisfies Prisma.UserSelect;

function shown(row: Prisma.UserGetPayload<{ select: typeof selection }>): User {
  const { password, practices, secondFactor, role, ...rest } = row;
  return {
    ...rest,
    role: role as Role,
    practiceIds: practices.length === 0 ? null : practices.map(({ practiceId }) => practiceId),
    hasSecondFactor: secondFactor?.confirmedAt != null,
    isInvited: password.startsWith("!"),
  };
}

/** In the words of Prisma; the address makes every order a whole one. */
function orderOf({ sort, direction }: ListUsersInput): Prisma.UserOrderByWithRelationInput[] {
  const email = { email: direction };
  switch (sort) {
    case "name":
      return [{ lastName: direction }, { firstName: direction }, email];
    case "role":
      return [{ role: direction }, email];
    case "lastLogin":
      return [{ lastLogin: { sort: direction, nulls: "last" } }, email];
    case "email":
      return [email];
  }
}

/** One page of the users. */
export async function listUsers({ db }: Pick<Deps, "db">, input: ListUsersInput): Promise<UserPage> {
  const contains = { contains: likeLiteral(input.search ?? ""), mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = {
    ...(input.search === undefined
      ? {}
      : { OR: [{ email: contains }, { firstName: contains }, { lastName: contains }] }),
    ...(input.role === undefined ? {} : { role: input.role }),
    ...(input.isActive === undefined ? {} : { isActive: input.isActive }),
  };
  const rows = await db.user.findMany({
    where,
    select: selection,
    orderBy: orderOf(input),
    skip: input.offset,
    take: input.limit,
  });
  return { rows: rows.map(shown), total: await db.user.count({ where }) };
}

/** @throws DomainError NOT_FOUND */
export async function getUser({ db }: Pick<Deps, "db">, { userId }: UserIdInput): Promise<User> {
  const row = await db.user.findUnique({ where: { uuid: userId }, select: selection });
  if (!row) throw new DomainError("NOT_FOUND", "There is no such user.");
  return shown(row);
}

/** The actor's own user, and what it may do. */
export async function getAccount({ db }: Pick<Deps, "db">, actor: Actor): Promise<Account> {
  return {
    user: await getUser({ db }, { userId: actor.id }),
    mustSetUpSecondFactor: actor.mustSetUpSecondFactor,
    recoveryCodesLeft: await db.recoveryCode.count({ where: { userId: actor.id, usedAt: null } }),
    permissions: permissionsOf(actor),
  };
}

/** The actor's own API keys, newest first, ended ones included. */
export function listApiKeys({ db }: Pick<Deps, "db">, actor: Actor): Promise<ApiKeyRow[]> {
  return db.apiKey.findMany({
    where: { userId: actor.id },
    select: {
      uuid: true,
      name: true,
      prefix: true,
      scopes: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
    },
    orderBy: { createdAt: "desc" },
    take: 100,
  });
}
