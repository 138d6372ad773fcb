import type { AuditFilter } from "@vetsuccess/contract/audit";
import { saveFile } from "../../lib/save-file.ts";
import { noteSignedOut } from "../../lib/session.ts";

/**
 * Saves what the filters leave as a CSV file. The export itself is written into the log.
 *
 * @throws TypeError when the server was not reached, Error with the server's words when it refused
 */
export async function exportAudit(filter: AuditFilter): Promise<void> {
  const answer = await fetch("/exports/audit.csv", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(filter),
  });
  if (answer.status === 401) noteSignedOut(true);
  if (!answer.ok) {
    const { error } = (await answer.json()) as { error?: { message?: string } };
    throw new Error(error?.message ?? "The log cannot be exported.");
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  saveFile(name ?? "audit.csv", await answer.blob());
}
