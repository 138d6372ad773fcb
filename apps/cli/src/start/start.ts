import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startFakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { startDatabase, useDatabase } from "./database.ts";
import { fillWithDemo } from "./demo.ts";
import { firstFreePort } from "./ports.ts";
import { Program } from "./program.ts";
import { welcome, type Voice } from "./words.ts";

export interface StartOptions {
  /** Wanted port of the one URL; the next free one is taken if it is busy. */
  port: number;
  /** Folder of the database, the logs and the pretend phone. */
  dataDir: string;
  /** Whether an empty database is filled with demo data. */
  hasDemo: boolean;
  /** The environment: DATABASE_URL names a server to use instead of our own; all of it goes to the programs. */
  env: Record<string, string | undefined>;
  voice: Voice;
}

/** What has been started so far, to be stopped in the opposite order. */
interface Started {
  stop(): Promise<void>;
  kill(): void;
}
