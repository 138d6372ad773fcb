import type { AuditFilter, AuditPage, AuditRow, ListAuditInput } from "@vetsuccess/contract/audit";
import type { Db } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { stringify } from "csv-stringify/sync";
import type { Deps } from "../deps.ts";

/** Looked up for the rows that are shown, not kept in the trail: an address changes. */
const entityLabel = Prisma.sql`case when entity = 'User' then
  (select u.email::text from apps_user u where u.uuid::text = entity_id) end`;
const columns = Prisma.sql`id::text as id, at, actor_id as "actorId", actor_label as "actorLabel", action, entity,
  entity_id as "entityId", ${entityLabel} as "entityLabel", changes, address, request_id as "requestId"`;

function matching(filter: AuditFilter): Prisma.Sql {
  const { action } = filter;
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(filter.actorId === undefined ? [] : [Prisma.sql`actor_id = ${filter.actorId}`]),
      ...(action === undefined
        ? []
        : [
            action.endsWith(".")
              ? Prisma.sql`starts_with(action, ${action})`
              : Prisma.sql`action = ${action}`,
          ]),
      ...(filter.entity === undefined ? [] : [Prisma.sql`entity = ${filter.entity}`]),
      ...(filter.entityId === undefined ? [] : [Prisma.sql`entity_id = ${filter.entityId}`]),
      ...(filter.from === undefined ? [] : [Prisma.sql`at >= ${filter.from}`]),
      ...(filter.through === undefined ? [] : [Prisma.sql`at <= ${filter.through}`]),
    ],
    " and ",
  );
}

/** One page of the audit trail, newest first. */
export async function listAudit({ db }: Pick<Deps, "db">, input: ListAuditInput): Promise<AuditPage> {
  const where = matching(input);
  const rows = await db.$queryRaw<AuditRow[]>(Prisma.sql`
    select ${columns} from apps_auditevent where ${where}
    order by apps_auditevent.id desc limit ${input.limit} offset ${input.offset}`);
  const [count] = await db.$queryRaw<{ total: number }[]>(Prisma.sql`
    select count(*)::int as total from apps_auditevent where ${where}`);
  return { rows, total: count?.total ?? 0 };
}

const header = [
  "at",
  "actorId",
  "actorLabel",
  "action",
  "entity",
  "entityId",
  "entityLabel",
  "changes",
  "address",
  "requestId",
];
const rowsPerPiece = 1000;

/**
 * The trail as CSV, newest first, read in pieces: memory stays the same for any length.
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export async function* auditCsv(db: Pick<Db, "$queryRaw">, filter: AuditFilter): AsyncGenerator<string> {
  const where = matching(filter);
  yield stringify([header]);
  for (let before: string | null = null; ;) {
    const rows: AuditRow[] = await db.$queryRaw<AuditRow[]>(Prisma.sql`
      select ${columns} from apps_auditevent
      where ${where} and (${before}::bigint is null or id < ${before}::bigint)
      order by apps_auditevent.id desc limit ${rowsPerPiece}`);
    before = rows.at(-1)?.id ?? null;
    if (before === null) return;
    yield stringify(
      rows.map((row) => [
        row.at.toISOString(),
        row.actorId,
        row.actorLabel,
        row.action,
        row.entity,
        row.entityId,
        row.entityLabel,
        JSON.stringify(row.changes),
        row.address,
        row.requestId,
      ]),
      { escape_formulas: true },
    );
  }
}
