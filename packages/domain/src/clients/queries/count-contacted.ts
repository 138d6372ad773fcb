import type { BoundedCount, CountNewContactedInput } from "@vetsuccess/contract/contacted";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { contactedTexts, type ContactedQuestion } from "./contacted-texts.ts";

/** New texts are counted up to one more than this. */
const maxNew = 99;

/** How many texts the filters leave; one statement. */
export async function countContacted(
  { db, now }: Pick<Deps, "db" | "now">,
  actor: Actor,
  question: ContactedQuestion,
): Promise<number> {
  const { practices, texts } = contactedTexts(actor, question, now());
  const [counted] = await db.$queryRaw<{ total: number }[]>(
    question.name !== undefined
      ? Prisma.sql`
        select count(*)::int as total
        from apps_client c
        join apps_smshistory h on h.client_id = c.odu_id
        join apps_practice practice on practice.odu_id = h.practice_id
        where ${practices} and ${texts}`
      : question.outcome !== undefined || question.outcomeState !== undefined
        ? // Once for all practices: the pets of all texts are looked through.
          Prisma.sql`
        select count(*)::int as total
        from apps_smshistory h
        join apps_practice practice on practice.odu_id = h.practice_id
        where ${practices} and ${texts}`
        : Prisma.sql`
        select coalesce(sum(counted.texts), 0)::int as total
        from apps_practice practice cross join lateral (
          select count(*) as texts from apps_smshistory h where h.practice_id = practice.odu_id and ${texts}
        ) counted
        where ${practices}`,
  );
  return counted?.total ?? 0;
}

/**
 * How many texts the filters leave, counted no further than `atMost`: costs little however many there are.
 *
 * @param more a further condition on texts `h` that leaves few of them
 */
export async function countContactedUpTo(
  { db, now }: Pick<Deps, "db" | "now">,
  actor: Actor,
  question: ContactedQuestion,
  atMost: number,
  more?: Prisma.Sql,
): Promise<BoundedCount> {
  // A further condition leaves few texts, to be looked at one by one.
  const { practices, texts } = contactedTexts(actor, question, now(), more !== undefined);
  const [counted] = await db.$queryRaw<{ count: number }[]>(Prisma.sql`
    select count(*)::int as count from (
      select from apps_smshistory h
      join apps_practice practice on practice.odu_id = h.practice_id
      left join apps_client c on c.odu_id = h.client_id
      where ${practices} and ${texts} and ${more ?? Prisma.sql`true`} limit ${atMost}) counted`);
  return { count: counted?.count ?? 0, atMost };
}

/** How many texts went out after `since` that the list would show. */
export function countNewContacted(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  { since, ...question }: CountNewContactedInput,
): Promise<BoundedCount> {
  const isNew = Prisma.sql`h.sent_at > ${since}::timestamptz`;
  return countContactedUpTo(deps, actor, question, maxNew + 1, isNew);
}
