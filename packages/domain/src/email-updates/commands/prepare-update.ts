import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { FilesDeps } from "../ports.ts";
import { listPracticeFiles } from "../queries/practice-files.ts";
import { findUpdatePractice, type UpdatePractice } from "../queries/update-practice.ts";

/**
 * Makes the row of a practice and day, with its files, if it is not there yet or its files are not known.
 *
 * @throws Error when the files cannot be listed: the row says so, and the job is tried again
 */
export async function prepareUpdate(deps: FilesDeps, practiceId: string, day: string): Promise<void> {
  const practice = await findUpdatePractice(deps.db, practiceId);
  if (!practice?.isEnabled || practice.isArchived || (await isPrepared(deps, practiceId, day))) return;
  const found = await filesOf(deps, practice, day);
  if ("problem" in found) {
    await save(deps, practiceId, day, {
      status: "ERROR",
      paths: [],
      errorMessage: found.problem,
      isListed: false,
    });
    if (found.isForGood) return;
    throw new Error("the files could not be listed");
  }
  const status = found.paths.length === 0 ? "NO_FILES" : "PENDING";
  await save(deps, practiceId, day, { status, paths: found.paths, errorMessage: null, isListed: true });
}

type Found = { paths: string[] } | { problem: string; isForGood: boolean };

async function filesOf(deps: FilesDeps, practice: UpdatePractice, day: string): Promise<Found> {
  if (practice.serverId === null)
    return {
      problem: "The practice belongs to no server, so that no files can be its own.",
      isForGood: true,
    };
  const listed = await listPracticeFiles(deps, practice.practiceId, practice.serverId, day);
  if (listed.result === "FAILED") return { problem: listed.reason, isForGood: false };
  return { paths: listed.files.map(({ path }) => path) };
}

async function isPrepared({ db }: FilesDeps, practiceId: string, day: string): Promise<boolean> {
  const rows = await db.$queryRaw<object[]>(Prisma.sql`
    select 1 as one from apps_updatesemailevent
    where practice_id = ${practiceId} and sent_date = ${day}::date and (listed_at is not null or file_paths <> '{}')`);
  return rows.length > 0;
}

interface Prepared {
  status: "NO_FILES" | "PENDING" | "ERROR";
  paths: string[];
  errorMessage: string | null;
  isListed: boolean;
}

/** Two workers at once: the first one's list stands. */
async function save(deps: FilesDeps, practiceId: string, day: string, row: Prepared): Promise<void> {
  const now = deps.now();
  const listedAt = row.isListed ? now : null;
  await inTransaction(deps.db, (tx) =>
    tx.$executeRaw(Prisma.sql`
      insert into apps_updatesemailevent as e
        (practice_id, sent_date, status, file_paths, error_message, listed_at, created_at, updated_at)
      values (${practiceId}, ${day}::date, ${row.status}, ${row.paths}::text[], ${row.errorMessage}, ${listedAt}, ${now}, ${now})
      on conflict (practice_id, sent_date) do update
      set status = excluded.status, file_paths = excluded.file_paths, error_message = excluded.error_message,
        listed_at = excluded.listed_at, updated_at = excluded.updated_at
      where e.listed_at is null and e.file_paths = '{}'`),
  );
}
