import { DomainError } from "@vetsuccess/contract/errors";
import type { PracticeDetail, PracticeIdInput, PracticeSettings } from "@vetsuccess/contract/practices";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { isOpenPractice } from "../../clients/queries/listed.ts";
import type { Actor, Deps } from "../../deps.ts";
import { requireInScope } from "../../identity/rules.ts";
import { dataAt } from "./search-practices.ts";

/** The settings `s` of a practice as the contract has them. */
const settingsColumns = Prisma.sql`json_build_object(
  'isSmsMailingEnabled', s.is_sms_mailing_enabled, 'smsSendersPhone', s.sms_senders_phone,
  'smsScheduler', s.sms_scheduler, 'smsPracticeName', s.sms_practice_name, 'smsPhone', s.sms_phone,
  'smsLink', s.sms_link, 'dailySmsCap', s.daily_sms_cap, 'isApprovalRequired', s.is_approval_required,
  'launchDate', s.launch_date, 'startDateForLaunch', s.start_date_for_launch,
  'endDateForLaunch', s.end_date_for_launch, 'isEmailUpdatesEnabled', s.is_email_updates_enabled,
  'isChangesWorkbookEnabled', s.is_changes_workbook_enabled,
  'email', s.email, 'schedulerEmail', s.scheduler_email, 'rdoName', s.rdo_name, 'rdoEmail', s.rdo_email)`;

/**
 * A practice with the PIMS's facts and our settings, archived or not.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getPractice(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { practiceId }: PracticeIdInput,
): Promise<PracticeDetail> {
  requireInScope(actor, practiceId);
  const [practice] = await db.$queryRaw<PracticeDetail[]>(Prisma.sql`
    select p.odu_id as "oduId", p.name, p.city, p.state, p.zip_code as "zipCode", p.phone_number as "phoneNumber",
      coalesce(s.is_sms_mailing_enabled, false) as "isSmsMailingEnabled",
      coalesce(s.is_email_updates_enabled, false) as "isEmailUpdatesEnabled", p.is_archived as "isArchived",
      ${dataAt} as "dataAt", p.server_id::text as "serverId", server.name as "serverName", p.address_1 as address1,
      p.address_2 as address2, p.country, server.time_zone as "timeZone", p.pims,
      p.has_pims_connection as "hasPimsConnection", p.scheduler, p.latest_transaction as "latestTransaction",
      case when s.uuid is not null then ${settingsColumns} end as settings, coalesce(s.version, 0) as version,
      w.covered_through::text as "coveredThrough", (
        select count(*)::int from apps_smshistory h where h.practice_id = p.odu_id and h.status = 'PENDING'
      ) as "waitingTexts", case when exists (
          select from apps_practice practice
          where practice.server_id = p.server_id and practice.odu_id <> p.odu_id
            and ${isOpenPractice({ practiceIds: null })}) then 0
        else (
          select count(*)::int from apps_client c
          where c.server_id = p.server_id and c.pims_is_deleted is not true and c.pims_is_inactive is not true
            and c.is_home_practice is not false and c.extractor_removed_at is null) end as "clientsOfItsOwn"
    from apps_practice p
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    left join apps_outreachwatermark w on w.practice_id = p.odu_id
    where p.odu_id = ${practiceId} and p.extractor_removed_at is null`);
  if (!practice) throw new DomainError("NOT_FOUND", "There is no such practice.", { field: "practiceId" });
  return practice;
}

/** Settings as they stand, locked against others until the transaction ends; null when nobody has made any. */
export async function lockSettings(
  tx: Tx,
  practiceId: string,
): Promise<{ version: number; settings: PracticeSettings } | null> {
  await tx.$queryRaw(
    Prisma.sql`select odu_id from apps_practice where odu_id = ${practiceId} for no key update`,
  );
  const [row] = await tx.$queryRaw<{ version: number; settings: PracticeSettings }[]>(Prisma.sql`
    select s.version, ${settingsColumns} as settings from apps_practicesettings s
    where s.practice_id = ${practiceId} for update`);
  return row ?? null;
}
