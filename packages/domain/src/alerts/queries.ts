import type { AlertPage, AlertRow, ListAlertsInput } from "@vetsuccess/contract/alerts";
import type { Db } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../deps.ts";
import type { AlertToMail } from "./rules.ts";

/** Alerts that the actor may see; those of no practice are for people who see all of them. */
export const visibleAlerts = ({ practiceIds }: Actor) =>
  practiceIds === null ? Prisma.sql`true` : Prisma.sql`a.practice_id = any(${[...practiceIds]}::text[])`;

/** Those that still need somebody. */
const openAlerts = Prisma.sql`a.settled_at is null and a.ended_at is null`;

/** One page of alerts, open ones first, newest first. */
export async function listAlerts(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: ListAlertsInput,
): Promise<AlertPage> {
  const { isOpen, kind } = input;
  const where = Prisma.join(
    [
      visibleAlerts(actor),
      ...(isOpen === undefined ? [] : [Prisma.sql`(${openAlerts}) = ${isOpen}`]),
      ...(kind === undefined ? [] : [Prisma.sql`a.kind = ${kind}`]),
    ],
    " and ",
  );
  const rows = await db.$queryRaw<AlertRow[]>(Prisma.sql`
    select a.uuid::text, a.kind, a.practice_id as "practiceId", p.name as "practiceName", a.message,
      a.raised_at as "raisedAt", a.ended_at as "endedAt", a.settled_at as "settledAt", a.settled_by as "settledBy"
    from apps_alert a left join apps_practice p on p.odu_id = a.practice_id
    where ${where}
    order by not (${openAlerts}), a.raised_at desc, a.uuid limit ${input.limit} offset ${input.offset}`);
  const [counts] = await db.$queryRaw<{ total: number; open: number }[]>(Prisma.sql`
    select count(*) filter (where ${where})::int as total, count(*) filter (where ${openAlerts})::int as open
    from apps_alert a where ${visibleAlerts(actor)}`);
  return { rows, total: counts?.total ?? 0, open: counts?.open ?? 0 };
}

/** Alerts that were not mailed yet and are not over, oldest first. */
export function listUnmailed(db: Pick<Db, "$queryRaw">): Promise<AlertToMail[]> {
  return db.$queryRaw<AlertToMail[]>(Prisma.sql`
    select a.uuid::text, a.message, p.name as "practiceName"
    from apps_alert a left join apps_practice p on p.odu_id = a.practice_id
    where a.mailed_at is null and a.ended_at is null order by a.raised_at limit 1000`);
}
