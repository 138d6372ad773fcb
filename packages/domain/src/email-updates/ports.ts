import type { Readable } from "node:stream";
import type { MailingDeps } from "../mails/ports.ts";
import type { Deps } from "../deps.ts";

/** A file as a listing shows it. */
export interface StoredFile {
  path: string;
  bytes: number;
}

/** `reason` is a sentence for a person to read; what went wrong with one file names it. */
export interface FilesFailed {
  result: "FAILED";
  reason: string;
}

export interface FileLimits {
  maxBytes: number;
}

/** Where the files of practices are kept: one container of Azure Blob. Always answers in bounded time. */
export interface FileStore {
  /** All files whose path begins with the prefix, by path. */
  list(prefix: string): Promise<{ result: "LISTED"; files: StoredFile[] } | FilesFailed>;
  /** The whole file, checked to be complete. */
  read(
    path: string,
    limits: FileLimits,
  ): Promise<{ result: "READ"; content: Buffer } | { result: "TOO_LARGE" } | FilesFailed>;
  /** The file piece by piece, for somebody who saves it. The stream fails when the file breaks off. */
  open(path: string): Promise<{ result: "OPENED"; bytes: number; content: Readable } | FilesFailed>;
  /** Writes a file, or writes it anew; nothing is there until all of it is. */
  write(path: string, content: Readable): Promise<{ result: "WRITTEN" } | FilesFailed>;
}

export interface EmailUpdatesSettings {
  /** First part of every path, e.g. "daily_updates". */
  filesPrefix: string;
  /** Of all files of one mail together. */
  maxMailBytes: number;
  /** The provider reports what becomes of a mail; without it an accepted mail counts as arrived. */
  isDeliveryReported: boolean;
}

/** Deps of whoever reads or writes the files. */
export interface FilesDeps extends Deps {
  files: FileStore;
  emailUpdates: EmailUpdatesSettings;
}

/** Deps of the process that mails the updates. */
export interface UpdatesMailingDeps extends FilesDeps, MailingDeps {
  workerId: string;
}
