import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Recorded behaviour of the service that this product replaces; it stands beside the checkout, not in it. */
const folder = new URL("../../../../shared/fixtures/", import.meta.url);

/** Whether the recorded cases are there; a clone has none, and tests that need them are skipped (the run says so once). */
export const hasFixtures = existsSync(folder);

/** A recorded file, e.g. "sms/send-at.json". `T` is what its `about` or `format` says. */
export function readFixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8")) as T;
}

/** Names of the recorded files of a folder, e.g. "sms"; none when there are no recorded cases. */
export function listFixtures(path: string): string[] {
  return hasFixtures ? readdirSync(new URL(path, folder)).sort() : [];
}
