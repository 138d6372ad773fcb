import type { AlertKind, SettleAlertInput } from "@vetsuccess/contract/alerts";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import type { Actor, Deps } from "../deps.ts";
import { enqueue } from "../jobs/commands.ts";
import { requireAccepted } from "../mails/rules.ts";
import { launchOutreach } from "../outreach/jobs.ts";
import { mailAlerts } from "./jobs.ts";
import type { AlertMailingDeps, WatchingDeps } from "./ports.ts";
import { listUnmailed, visibleAlerts } from "./queries.ts";
import { readTrouble } from "./queries/trouble.ts";
import { writeAlertMail } from "./rules.ts";
import { causesOf, watchedKinds } from "./rules/causes.ts";

export interface NewAlert {
  kind: AlertKind;
  /** The same trouble has the same key, and raises one alert; begins with the kind. */
  key: string;
  practiceId: string | null;
  /** In words, without personal data. */
  message: string;
}

/** So long further alerts are waited for, so that they share a mail. */
const gatherMs = 30_000;

/**
 * Raises an alert in the caller's transaction, unless the same trouble raised one before, and has it mailed.
 *
 * @returns whether it is new
 */
export async function raiseAlert(deps: Deps, tx: Tx, alert: NewAlert): Promise<boolean> {
  const { kind, key, practiceId, message } = alert;
  const isNew = await tx.$executeRaw(Prisma.sql`
    insert into apps_alert (kind, key, practice_id, message)
    values (${kind}, left(${key}, 255), ${practiceId}, left(${message}, 1000)) on conflict (key) do nothing`);
  if (isNew === 0) return false;
  await enqueue(tx, mailAlerts, {}, { runAt: new Date(deps.now().getTime() + gatherMs) });
  deps.log.warn({ kind, practiceId }, "alert raised");
  return true;
}

/**
 * Notes that somebody has seen to an alert; one that is settled already stays as it is.
 *
 * @throws DomainError NOT_FOUND when there is none that the actor may see
 */
export async function settleAlert(deps: Deps, actor: Actor, { uuid }: SettleAlertInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [alert] = await tx.$queryRaw<{ kind: string; settledAt: Date | null }[]>(Prisma.sql`
      select a.kind, a.settled_at as "settledAt" from apps_alert a
      where a.uuid = ${uuid}::uuid and ${visibleAlerts(actor)} for update`);
    if (!alert) throw new DomainError("NOT_FOUND", "there is no such alert", { field: "uuid" });
    if (alert.settledAt) return;
    await tx.$executeRaw(Prisma.sql`
      update apps_alert set settled_at = ${deps.now()}, settled_by = left(${actor.label}, 255) where uuid = ${uuid}::uuid`);
    const after = { kind: alert.kind };
    await recordAudit(tx, actor, { action: "alerts.settle", entity: "Alert", entityId: uuid, after });
  });
}

/** Mails what was raised since the last mail; whoever comes second finds nothing left. */
export async function mailNewAlerts(deps: AlertMailingDeps): Promise<void> {
  const alerts = await listUnmailed(deps.db);
  if (alerts.length === 0) return;
  const [to, ...cc] = deps.alertEmails;
  if (to !== undefined)
    requireAccepted(await deps.mailer.send(writeAlertMail({ to, cc }, deps.publicUrl, alerts)));
  await deps.db.alert.updateMany({
    where: { uuid: { in: alerts.map(({ uuid }) => uuid) }, mailedAt: null },
    data: { mailedAt: deps.now() },
  });
}

/**
 * Raises an alert for each cause that has none that lasts, and ends those whose cause is gone: a cause is told once, however
 * long it lasts, and again when it comes back.
 */
export async function raiseNewTrouble(deps: WatchingDeps): Promise<void> {
  const now = deps.now();
  const causes = causesOf(await readTrouble(deps, launchOutreach.name), now);
  const subjects = new Set(causes.map(({ subject }) => subject));
  await inTransaction(deps.db, async (tx) => {
    // One at a time: two would raise the same cause twice.
    await tx.$queryRaw(Prisma.sql`select pg_advisory_xact_lock(hashtext('alerts.watch'))::text as locked`);
    const lasting = await tx.alert.findMany({
      where: { endedAt: null, kind: { in: [...watchedKinds] } },
      select: { uuid: true, key: true },
    });
    const known = new Map(lasting.map(({ uuid, key }) => [key.slice(0, key.lastIndexOf("@")), uuid]));
    for (const { kind, subject, practiceId, message } of causes)
      if (!known.has(subject))
        await raiseAlert(deps, tx, { kind, key: `${subject}@${now.toISOString()}`, practiceId, message });
    const over = [...known].filter(([subject]) => !subjects.has(subject)).map(([, uuid]) => uuid);
    await tx.alert.updateMany({ where: { uuid: { in: over } }, data: { endedAt: now } });
    await endMailAlerts(deps, tx);
  });
}

/** An alert about a mail is over when its files have come, or the mail has arrived or is called off. */
async function endMailAlerts({ emailUpdates, now }: WatchingDeps, tx: Tx): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    update apps_alert a set ended_at = ${now()}
    from apps_updatesemailevent e
    where a.ended_at is null and e.practice_id = a.practice_id and case a.kind
      when 'email-updates.files-missing' then a.key = a.kind || ':' || e.sent_date || ':' || e.practice_id
        and e.file_paths <> '{}'
      when 'email-updates.not-arrived' then a.key = a.kind || ':' || e.sent_date || ':' || e.practice_id
        and (e.status in ('NO_FILES', 'CANCELED') or e.delivery = 'DELIVERED'
          or (e.status = 'SENT' and not ${emailUpdates.isDeliveryReported}))
      when 'email-updates.bounced' then starts_with(a.key, a.kind || ':' || e.uuid || ':') and e.delivery = 'DELIVERED'
      else false end`);
}
