import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { raiseAlert } from "../../alerts/commands.ts";
import { isWorkingDay, utcDay } from "../../calendar/rules.ts";
import type { FilesDeps } from "../ports.ts";
import { listPracticeFiles } from "../queries/practice-files.ts";
import { listUpdatePractices } from "../queries/update-practice.ts";
import { expectsFiles } from "../rules/outcome.ts";

/**
 * Before the mailing of today (UTC): raises an alert for each practice that usually has files and has none.
 *
 * @throws Error when files cannot be listed: the job is tried again
 */
export async function raiseFileAlerts(deps: FilesDeps): Promise<void> {
  const day = utcDay(deps.now());
  if (!isWorkingDay(day)) return;
  for (const { practiceId, serverId } of await listUpdatePractices(deps.db)) {
    if (serverId === null || !expectsFiles(await listHadFiles(deps.db, practiceId, day))) continue;
    const listed = await listPracticeFiles(deps, practiceId, serverId, day);
    if (listed.result === "FAILED") throw new Error("the files could not be listed");
    if (listed.files.length > 0) continue;
    await inTransaction(deps.db, (tx) =>
      raiseAlert(deps, tx, {
        kind: "email-updates.files-missing",
        key: `email-updates.files-missing:${day}:${practiceId}`,
        practiceId,
        message: `There are no files yet for the e-mail update of ${day}, though the practice usually has some.`,
      }),
    );
  }
}

/** Whether the practice's last mailing days had files, newest first. */
async function listHadFiles(
  tx: Pick<Tx, "$queryRaw">,
  practiceId: string,
  before: string,
): Promise<boolean[]> {
  const rows = await tx.$queryRaw<{ hadFiles: boolean }[]>(Prisma.sql`
    select file_paths <> '{}' as "hadFiles" from apps_updatesemailevent
    where practice_id = ${practiceId} and sent_date < ${before}::date order by sent_date desc limit 5`);
  return rows.map(({ hadFiles }) => hadFiles);
}

interface NotArrived {
  practiceId: string;
  /** null: the mailing never came to this practice. */
  status: string | null;
}

/** After the mailing of today (UTC): raises an alert for each practice whose mail has not arrived. */
export async function raiseArrivalAlerts(deps: FilesDeps): Promise<void> {
  const day = utcDay(deps.now());
  if (!isWorkingDay(day)) return;
  const { isDeliveryReported } = deps.emailUpdates;
  await inTransaction(deps.db, async (tx) => {
    const missing = await tx.$queryRaw<NotArrived[]>(Prisma.sql`
      select p.odu_id as "practiceId", e.status
      from apps_practice p
      join apps_practicesettings s on s.practice_id = p.odu_id
      left join apps_updatesemailevent e on e.practice_id = p.odu_id and e.sent_date = ${day}::date
      where s.is_email_updates_enabled and not p.is_archived and p.extractor_removed_at is null
        and case when e.uuid is null then true
          when e.status = 'SENT' then ${isDeliveryReported} and e.delivery is distinct from 'DELIVERED'
          else e.status in ('PENDING', 'ERROR', 'UNKNOWN') end
      order by p.odu_id`);
    for (const { practiceId, status } of missing)
      await raiseAlert(deps, tx, {
        kind: "email-updates.not-arrived",
        key: `email-updates.not-arrived:${day}:${practiceId}`,
        practiceId,
        message: `The e-mail update of ${day} has not arrived: ${whyNot(status)}.`,
      });
  });
}

function whyNot(status: string | null): string {
  if (status === null) return "the mailing did not come to this practice";
  if (status === "SENT") return "it was accepted, but no delivery is reported";
  if (status === "UNKNOWN") return "nobody knows whether the mail provider accepted it";
  return status === "PENDING" ? "it still waits to be sent" : "sending it failed";
}
