import type { FilesDeps, FilesFailed, StoredFile } from "../ports.ts";
import { coveredDays } from "../rules/days.ts";
import { belongsTo, parseUpdatePath, serverFolder } from "../rules/files.ts";

/** The files that go to a practice on a day, by their day, then by name. */
export async function listPracticeFiles(
  { files, emailUpdates: { filesPrefix } }: FilesDeps,
  practiceId: string,
  serverId: string,
  day: string,
): Promise<{ result: "LISTED"; files: StoredFile[] } | FilesFailed> {
  const found: StoredFile[] = [];
  for (const covered of coveredDays(day)) {
    const listed = await files.list(serverFolder(filesPrefix, covered, serverId));
    if (listed.result === "FAILED") return listed;
    found.push(...listed.files.filter((file) => isOf(filesPrefix, practiceId, file)));
  }
  return { result: "LISTED", files: found };
}

function isOf(prefix: string, practiceId: string, { path }: StoredFile): boolean {
  const file = parseUpdatePath(prefix, path);
  return file !== null && belongsTo(file, practiceId);
}
