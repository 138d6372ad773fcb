import type { Readable } from "node:stream";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor } from "../../deps.ts";
import type { FilesDeps } from "../ports.ts";
import { getUpdate } from "../queries/get-update.ts";

export interface OpenedFile {
  name: string;
  bytes: number;
  content: Readable;
}

/**
 * A file of a mail for somebody who saves it, in pieces; audited.
 *
 * @param at its place among the mail's files, from 0
 * @throws DomainError NOT_FOUND, or UNAVAILABLE with the storage's reason
 */
export async function downloadFile(
  deps: FilesDeps,
  actor: Actor,
  uuid: string,
  at: number,
): Promise<OpenedFile> {
  const { fileList } = await getUpdate(deps, actor, { uuid });
  const file = fileList[at];
  if (!file) throw new DomainError("NOT_FOUND", "the mail has no such file");
  const opened = await deps.files.open(file.path);
  if (opened.result === "FAILED") throw new DomainError("UNAVAILABLE", opened.reason);
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, {
      action: "emailUpdates.downloadFile",
      entity: "UpdatesEmailEvent",
      entityId: uuid,
      after: { path: file.path },
    }),
  );
  return { name: file.attachmentName, bytes: opened.bytes, content: opened.content };
}
