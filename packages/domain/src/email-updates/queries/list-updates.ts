import type {
  DeliveryState,
  ListUpdatesInput,
  UpdatePage,
  UpdateRow,
  UpdateStatus,
} from "@vetsuccess/contract/email-updates";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import { isWorkingDay } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import { recipientsOf } from "../rules/mail.ts";

/** Mails of practices that the actor may see. */
export const visibleUpdates = ({ practiceIds }: Actor) =>
  practiceIds === null ? Prisma.sql`true` : Prisma.sql`e.practice_id = any(${[...practiceIds]}::text[])`;

/** What the statements read of a mail: until it is tried, its recipients are those of the settings. */
export interface UpdateColumns extends Omit<UpdateRow, "toAddress" | "ccAddresses"> {
  triedTo: string | null;
  triedCc: string[] | null;
  email: string;
  rdoEmail: string;
  schedulerEmail: string;
}

export const updateColumns = Prisma.sql`
  e.uuid::text, e.practice_id as "practiceId", p.name as "practiceName", e.sent_date::text as day, e.status,
  last.uuid is not null and last.finished_at is null as "isSending", cardinality(e.file_paths) as files,
  last.to_address as "triedTo", last.cc_addresses as "triedCc", coalesce(s.email, '') as email,
  coalesce(s.rdo_email, '') as "rdoEmail", coalesce(s.scheduler_email, '') as "schedulerEmail",
  e.sent_at as "sentAt", e.delivery, e.delivery_at as "deliveryAt", e.error_message as "errorMessage"`;

export const updateTables = Prisma.sql`
  apps_updatesemailevent e
  left join apps_practice p on p.odu_id = e.practice_id
  left join apps_practicesettings s on s.practice_id = e.practice_id
  left join lateral (
    select a.uuid, a.to_address, a.cc_addresses, a.finished_at from apps_updatesemailattempt a
    where a.event_id = e.uuid order by a.started_at desc limit 1) last on true`;

/** The row as the contract has it. */
export function toUpdateRow(found: UpdateColumns): UpdateRow {
  const { triedTo, triedCc, email, rdoEmail, schedulerEmail, ...row } = found;
  const planned = recipientsOf({ email, rdoEmail, schedulerEmail });
  return { ...row, toAddress: (triedTo ?? planned.to) || null, ccAddresses: triedCc ?? planned.cc };
}

/** One page of a day's mails that the filters leave and the actor may see, by practice; and the day in numbers. */
export async function listUpdates(deps: Deps, actor: Actor, input: ListUpdatesInput): Promise<UpdatePage> {
  const { day, practiceId, status, delivery, search, limit, offset } = input;
  const ofDay = Prisma.sql`e.sent_date = ${day}::date and ${visibleUpdates(actor)}`;
  const filter = Prisma.join(
    [
      ofDay,
      ...(practiceId === undefined ? [] : [Prisma.sql`e.practice_id = ${practiceId}`]),
      ...(status === undefined ? [] : [Prisma.sql`e.status = ${status}`]),
      ...(delivery === undefined ? [] : [Prisma.sql`e.delivery = ${delivery}`]),
      ...(search === undefined ? [] : [Prisma.sql`p.name ilike ${`%${likeLiteral(search)}%`}`]),
    ],
    " and ",
  );
  const rows = await deps.db.$queryRaw<UpdateColumns[]>(Prisma.sql`
    select ${updateColumns} from ${updateTables} where ${filter}
    order by p.name, e.uuid limit ${limit} offset ${offset}`);
  const groups = await deps.db.$queryRaw<
    { status: UpdateStatus; delivery: DeliveryState | null; all: number; left: number }[]
  >(Prisma.sql`
    select e.status, e.delivery, count(*)::int as all, count(*) filter (where ${filter})::int as left
    from apps_updatesemailevent e left join apps_practice p on p.odu_id = e.practice_id
    where ${ofDay} group by 1, 2`);
  const counts: UpdatePage["counts"] = {};
  const deliveries: UpdatePage["deliveries"] = {};
  for (const group of groups) {
    counts[group.status] = (counts[group.status] ?? 0) + group.all;
    if (group.delivery) deliveries[group.delivery] = (deliveries[group.delivery] ?? 0) + group.all;
  }
  const total = groups.reduce((sum, { left }) => sum + left, 0);
  return {
    rows: rows.map((row) => toUpdateRow(row)),
    total,
    counts,
    deliveries,
    isWorkingDay: isWorkingDay(day),
  };
}
