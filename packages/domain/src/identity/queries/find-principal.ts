import type { Role } from "@vetsuccess/contract/identity";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Origin } from "../../deps.ts";
import type { IdentitySettings } from "../ports.ts";

/** What is asked of a user on every call. */
export interface Principal {
  userId: string;
  email: string;
  role: Role;
  hasSecondFactor: boolean;
  /** Empty: not limited. */
  practiceIds: string[];
}

/** A principal's columns; the statement names the user's table `u`. */
export const principalColumns = Prisma.sql`
  u.uuid::text as "userId", u.email::text as email, u.role,
  exists (select from apps_secondfactor f where f.user_id = u.uuid and f.confirmed_at is not null) as "hasSecondFactor",
  array(select practice_id::text from apps_userpractice p where p.user_id = u.uuid order by practice_id) as "practiceIds"`;

/** The actor that a user is, by the credential it showed. */
export function actorOf(
  user: Principal,
  credential: Actor["credential"],
  origin: Origin,
  settings: IdentitySettings,
  scopes: readonly string[] | null = null,
): Actor {
  return {
    id: user.userId,
    label: user.email,
    role: user.role,
    practiceIds: user.practiceIds.length === 0 ? null : user.practiceIds,
    scopes,
    mustSetUpSecondFactor:
      settings.isAdminSecondFactorRequired && user.role === "admin" && !user.hasSecondFactor,
    credential,
    origin,
  };
}
