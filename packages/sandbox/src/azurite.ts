import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { freePort } from "./postgres.ts";

/** The account that every Azurite has; its key is public. */
const account = "devstoreaccount1";
const accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const startTimeoutMs = 30_000;

export interface Azurite {
  /** As Azure shows it for an account. */
  connectionString: string;
  /** Writes a file into the container. */
  put(path: string, content: Buffer): Promise<void>;
  /** Fulfilled when it ends by itself. */
  ended: Promise<void>;
  stop(): Promise<void>;
  /** At once. */
  kill(): void;
}

/** Runs it in a process that leaves with the one that started it. */
const program = `process.on("disconnect", () => process.exit(0)); require(process.argv[1]);`;

/**
 * Azure Blob Storage on this machine: Microsoft's own emulator, in a process of its own, with its telemetry off.
 *
 * @param folder where the files are kept; without it they are in memory and go with it
 * @param container is there when it returns
 * @throws Error when it does not start
 */
export async function startAzurite({
  folder,
  container,
}: {
  folder?: string;
  container: string;
}): Promise<Azurite> {
  const port = await freePort();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const place = folder === undefined ? ["--inMemoryPersistence"] : ["--location", folder];
  const main = createRequire(import.meta.url).resolve("azurite/dist/src/blob/main.js");
  const options = [
    "--blobHost",
    "127.0.0.1",
    "--blobPort",
    String(port),
    "--silent",
    "--skipApiVersionCheck",
  ];
  const child = spawn(process.execPath, ["-e", program, main, ...options, "--disableTelemetry", ...place], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    detached: process.platform !== "win32",
    env: { PATH: process.env["PATH"] },
  });
  const url = `http://127.0.0.1:${port}/${account}`;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};BlobEndpoint=${url};`;
  const client = BlobServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 1, tryTimeoutInMs: 2_000 },
  }).getContainerClient(container);
  await waitUntilReady(child, client);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    connectionString,
    put: async (path, content) => {
      await client.getBlockBlobClient(path).uploadData(content);
    },
    ended,
    kill: () => child.kill("SIGKILL"),
    stop: async () => {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function waitUntilReady(child: ChildProcess, client: ContainerClient): Promise<void> {
  const endsAt = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      await client.createIfNotExists();
      return;
    } catch (error) {
      if (child.exitCode !== null || performance.now() > endsAt) {
        child.kill("SIGKILL");
        throw new Error("the file storage of the sandbox (Azurite) did not start", { cause: error });
      }
      await sleep(100);
    }
  }
}
