import { DomainError } from "@vetsuccess/contract/errors";
import type { PracticeIdInput, PracticeSettings, Readiness } from "@vetsuccess/contract/practices";
import { emptySettings } from "@vetsuccess/contract/practices";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { requireInScope } from "../../identity/rules.ts";
import { getWording } from "../../outreach/queries/practice.ts";
import { readinessOf } from "../rules.ts";
import { dataAt } from "./search-practices.ts";

type Reader = Pick<Tx, "$queryRaw">;

/**
 * What has to be in order before the texts of a practice are turned on, each with how to put it right.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getReadiness(
  { db, now }: Pick<Deps, "db" | "now">,
  actor: Actor,
  { practiceId }: PracticeIdInput,
): Promise<Readiness> {
  requireInScope(actor, practiceId);
  return checkReadiness(db, practiceId, null, now());
}

/**
 * As `getReadiness`, with settings that are not saved yet.
 *
 * @param settings null: those that are saved
 * @throws DomainError NOT_FOUND
 */
export async function checkReadiness(
  tx: Reader,
  practiceId: string,
  settings: PracticeSettings | null,
  now: Date,
): Promise<Readiness> {
  const [facts] = await tx.$queryRaw<
    {
      dataAt: Date | null;
      questions: number;
      answers: number;
      saved: Pick<
        PracticeSettings,
        "smsSendersPhone" | "smsScheduler" | "smsPracticeName" | "smsPhone" | "smsLink"
      > | null;
    }[]
  >(Prisma.sql`
    select ${dataAt} as "dataAt", (select count(*)::int from apps_question) as questions,
      (select count(*)::int from apps_answer a where a.practice_id = p.odu_id and a.text ~ '[^[:space:]]') as answers,
      case when s.uuid is not null then json_build_object('smsSendersPhone', s.sms_senders_phone,
        'smsScheduler', s.sms_scheduler, 'smsPracticeName', s.sms_practice_name, 'smsPhone', s.sms_phone,
        'smsLink', s.sms_link) end as saved
    from apps_practice p
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    where p.odu_id = ${practiceId} and p.extractor_removed_at is null`);
  if (!facts) throw new DomainError("NOT_FOUND", "There is no such practice.", { field: "practiceId" });
  const { saved, ...rest } = facts;
  const items = readinessOf(
    { ...rest, settings: settings ?? saved ?? emptySettings, wording: await getWording(tx) },
    now,
  );
  return { isReady: items.every(({ isReady }) => isReady), items };
}
