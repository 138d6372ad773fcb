import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startAzurite, type Azurite } from "@vetsuccess/sandbox/azurite";
import { startFakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import type { Cli } from "../deps.ts";
import { describeSignIn } from "./accounts.ts";
import { AppProcess } from "./app-process.ts";
import { startDatabase, useDatabase, type OwnDatabase } from "./database.ts";
import { fillFilesIfEmpty, fillIfEmpty } from "./demo.ts";
import type { Lock } from "./lock.ts";
import { firstFreePort } from "./ports.ts";
import { step } from "./step.ts";

export interface StartOptions {
  /** Wanted port of the one URL; the next free one is taken if it is busy. */
  port: number;
  /** Folder of the database, the logs and the texts of the pretend phone. */
  data: string;
  /** Whether an empty database is filled with demo data. */
  demo: boolean;
}

/** Something that runs until it is stopped, or killed at once. */
interface Running {
  stop(): Promise<void>;
  kill(): void;
}

const phonePort = 4010;
const inboxPort = 4020;
/** Of the daily e-mails' files. */
const container = "updates";

/** What to tell whoever started it. */
export interface Started {
  /** The app. */
  url: string;
  /** The mails that went out. */
  inboxUrl: string;
  /** A few words about signing in. */
  signIn: string;
}

/** Everything on one machine: database, demo data, pretend phone and inbox, server and worker. */
export class Sandbox {
  /** What has been started, in this order. */
  readonly #running: Running[] = [];
  #lock: Lock | undefined;

  /**
   * Starts everything, one after the other.
   *
   * @param onEnd told the reason when the database ends by itself
   * @throws Error that says what did not start and why; what did start is still to be stopped
   */
  async start(cli: Cli, options: StartOptions, onEnd: (reason: string) => void): Promise<Started> {
    const database = await this.#database(cli, options);
    void database.ended.then(() => onEnd("PostgreSQL ended unexpectedly."));
    await step(cli, "Migrations", () => deployMigrations(database.url));
    if (options.demo) await fillIfEmpty(cli, database.url);
    const port = await firstFreePort(options.port);
    if (port !== options.port && options.port !== 0)
      cli.note(`  Port ${options.port} is busy: ${port} is taken instead.`);
    const files = await this.#files(cli, options);
    if (options.demo) await fillFilesIfEmpty(cli, database.url, files.connectionString, container);
    const inbox = await this.#inbox(options, port);
    const env = {
      ...cli.env,
      DATABASE_URL: database.url,
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      SANDBOX: "true",
      SEND_DIALPAD_SMS: "true",
      DIALPAD_URL: await this.#phone(options),
      DIALPAD_TOKEN: "sandbox",
      REQUIRE_ADMIN_MFA: cli.env["REQUIRE_ADMIN_MFA"] ?? "false",
      SENDGRID_URL: inbox.url,
      SENDGRID_API_KEY: "sandbox",
      SENDGRID_WEBHOOK_PUBLIC_KEY: inbox.publicKey,
      SMTP_URL: undefined,
      MAIL_REDIRECT_TO: undefined,
      MAIL_REDIRECT_CC: undefined,
      ALERT_EMAIL: cli.env["ALERT_EMAIL"] ?? "alerts@example.com",
      AZURE_STORAGE_CONNECTION_STRING: files.connectionString,
      AZURE_STORAGE_CONTAINER: container,
    };
    const url = await step(cli, "Server and worker", () => this.#apps(cli, options, env));
    await database.lock.announce(url);
    return { url, inboxUrl: inbox.url, signIn: await describeSignIn(cli, database.url) };
  }

  /** Stops everything, the last first. */
  async stop(): Promise<void> {
    void this.#lock?.announceStop();
    for (const each of this.#running.toReversed()) await each.stop();
  }

  /** Ends everything at once. */
  kill(): void {
    for (const each of this.#running.toReversed()) each.kill();
  }

  async #database(cli: Cli, { data }: StartOptions): Promise<OwnDatabase> {
    const given = cli.env["DATABASE_URL"];
    const database = await step(cli, "PostgreSQL", (tell) => {
      const onWait = () => tell("waits for the copy before it, which is stopping");
      return given ? useDatabase(given, onWait) : startDatabase(data, onWait);
    });
    this.#lock = database.lock;
    this.#running.push(database);
    return database;
  }

  /** The fake Dialpad; it remembers its texts from one start to the next. */
  async #phone({ data }: StartOptions): Promise<string> {
    const ledgerFile = join(data, "pretend-phone.jsonl");
    const phone = await startFakeDialpad({ port: await firstFreePort(phonePort), ledgerFile });
    this.#running.push({ stop: () => phone.stop(), kill: () => undefined });
    return phone.url;
  }

  /** The file storage; it keeps its files. */
  async #files(cli: Cli, { data }: StartOptions): Promise<Azurite> {
    const files = await step(cli, "File storage", () =>
      startAzurite({ folder: join(data, "files"), container }),
    );
    this.#running.push(files);
    return files;
  }

  /** The fake SendGrid; it remembers its mails, and tells the server what became of them. */
  async #inbox({ data }: StartOptions, serverPort: number): Promise<FakeSendGrid> {
    const inbox = await startFakeSendGrid({
      port: await firstFreePort(inboxPort),
      folder: join(data, "pretend-inbox"),
      webhookUrl: `http://127.0.0.1:${serverPort}/webhooks/sendgrid`,
    });
    this.#running.push({ stop: () => inbox.stop(), kill: () => undefined });
    return inbox;
  }

  async #apps(cli: Cli, { data }: StartOptions, env: Cli["env"]): Promise<string> {
    const logs = join(data, "logs");
    mkdirSync(logs, { recursive: true });
    const app = (name: string) => {
      const logFile = join(logs, `${name}.log`);
      writeFileSync(logFile, "", { mode: 0o600 });
      return new AppProcess({ name, env, logFile, say: (line) => cli.note(`  ${line}`) });
    };
    const server = app("server");
    const worker = app("worker");
    this.#running.push({
      stop: async () => void (await Promise.all([server.stop(), worker.stop()])),
      kill: () => {
        server.kill();
        worker.kill();
      },
    });
    const [url] = await Promise.all([server.start(), worker.start()]);
    if (url === undefined) throw new Error("the server did not say where it listens");
    return url;
  }
}
