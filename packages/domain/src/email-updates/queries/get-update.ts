import type { GetUpdateInput, UpdateDetail } from "@vetsuccess/contract/email-updates";
import { DomainError } from "@vetsuccess/contract/errors";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor } from "../../deps.ts";
import type { FilesDeps } from "../ports.ts";
import { cannotSendAgain } from "../rules/again.ts";
import { attachmentNames, parseUpdatePath } from "../rules/files.ts";
import {
  toUpdateRow,
  updateColumns,
  updateTables,
  visibleUpdates,
  type UpdateColumns,
} from "./list-updates.ts";

interface Row extends UpdateColumns {
  createdAt: Date;
  filePaths: string[];
}

/**
 * One mail with its attempts, its files and what was reported about it.
 *
 * @throws DomainError NOT_FOUND when there is none that the actor may see
 */
export async function getUpdate(
  deps: FilesDeps,
  actor: Actor,
  { uuid }: GetUpdateInput,
): Promise<UpdateDetail> {
  const [row] = await deps.db.$queryRaw<Row[]>(Prisma.sql`
    select ${updateColumns}, e.created_at as "createdAt", e.file_paths as "filePaths" from ${updateTables}
    where e.uuid = ${uuid}::uuid and ${visibleUpdates(actor)}`);
  if (!row) throw new DomainError("NOT_FOUND", "there is no such e-mail update", { field: "uuid" });
  const attempts = await deps.db.$queryRaw<UpdateDetail["attempts"]>(Prisma.sql`
    select uuid::text, round, to_address as "toAddress", cc_addresses as "ccAddresses", started_at as "startedAt",
      finished_at as "finishedAt", bytes, result, http_status as "httpStatus", provider_id as "providerId", error
    from apps_updatesemailattempt where event_id = ${uuid}::uuid order by started_at`);
  const deliveries = await deps.db.$queryRaw<UpdateDetail["deliveries"]>(Prisma.sql`
    select d.id, d.address, d.kind, d.reason, d.at
    from apps_maildelivery d join apps_updatesemailattempt a on a.uuid = d.attempt_id
    where a.event_id = ${uuid}::uuid order by d.at, d.id limit 200`);
  return {
    ...toUpdateRow(row),
    createdAt: row.createdAt,
    cannotSendAgain: row.practiceId === null ? "The practice is gone." : cannotSendAgain(row),
    fileList: fileList(deps.emailUpdates.filesPrefix, row.filePaths),
    attempts,
    deliveries,
  };
}

/** A path that no file of an update can have keeps its name. */
function fileList(prefix: string, paths: readonly string[]): UpdateDetail["fileList"] {
  const files = paths.map((path) => parseUpdatePath(prefix, path));
  const names = attachmentNames(files.filter((file) => file !== null));
  return paths.map((path, at) => ({
    path,
    attachmentName: (files[at] && names.shift()) ?? path.split("/").at(-1) ?? path,
  }));
}
