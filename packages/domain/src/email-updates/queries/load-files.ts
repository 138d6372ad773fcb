import type { FilesDeps } from "../ports.ts";
import { isWorkbook, parseUpdatePath, type UpdateFile } from "../rules/files.ts";

export type LoadedFiles =
  | { result: "LOADED"; bytes: number; files: (UpdateFile & { content: Buffer })[] }
  /** `isForGood`: another try would end the same way. */
  | { result: "FAILED"; reason: string; isForGood: boolean };

/** The files of one mail, one after the other, up to the limit of all of them together. */
export async function loadFiles(
  { files: store, emailUpdates: { filesPrefix, maxMailBytes } }: FilesDeps,
  paths: readonly string[],
): Promise<LoadedFiles> {
  const files: (UpdateFile & { content: Buffer })[] = [];
  let bytes = 0;
  for (const path of paths) {
    const file = parseUpdatePath(filesPrefix, path);
    if (!file) return failed(`${path} is not a path of an update: PREFIX/YYYY/MM/DD/SERVER/NAME.xlsx.`, true);
    const read = await store.read(path, { maxBytes: maxMailBytes - bytes });
    if (read.result === "FAILED") return failed(read.reason, false);
    if (read.result === "TOO_LARGE")
      return failed(
        `The ${paths.length} files are larger than ${Math.round(maxMailBytes / 1_000_000)} MB together; the first one too many is ${path}.`,
        true,
      );
    if (!isWorkbook(read.content)) return failed(`${path} is broken: it is not an Excel file.`, false);
    files.push({ ...file, content: read.content });
    bytes += read.content.length;
  }
  return { result: "LOADED", bytes, files };
}

const failed = (reason: string, isForGood: boolean) => ({ result: "FAILED", reason, isForGood }) as const;
