import { z } from "zod";
import type { EmailUpdatesSettings } from "./email-updates/ports.ts";
import type { IdentitySettings } from "./identity/ports.ts";

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const number = (min: number, max: number) =>
  z.coerce.number("must be a number").min(min, `must be at least ${min}`).max(max, `must be at most ${max}`);
const whole = (min: number, max: number) => number(min, max).int("must be a whole number");

/** What stands between commas. */
const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(item));
/** Proxies to believe: so many before us, or these addresses. "true" would believe whoever asks. */
const proxies = z.union([
  whole(1, 10),
  listOf(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(["loopback", "uniquelocal"])])),
]);
/** Scheme, host and port, nothing more: as browsers send it. */
const webOrigin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => new URL(text).origin === text, "is an origin such as https://app.example.com");

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;
/** Whether an address of the app is plain http on one's own machine: the one place where https is not needed. */
export function isPlainLocalhost(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "http:" && loopback.test(hostname);
}

/** The secret of the sandbox: known to everybody, refused elsewhere. */
const sandboxSecret = "the sandbox's secret, known to everybody";

/**
 * Every setting of every process, with its default. A setting that is wrong stops the start and is named; each one has
 * a row in docs/configuration.md (tested). Times are milliseconds, cron times are UTC.
 */
export const Config = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_SIZE: whole(1, 100).default(10),
    DATABASE_STATEMENT_TIMEOUT_MS: whole(100, 600_000).default(30_000),
    DATABASE_CONNECTION_RETRIES: whole(0, 10).default(3),

    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: whole(0, 65_535).default(3000),
    TRUST_PROXY: proxies.optional(),
    CORS_ORIGINS: listOf(webOrigin).optional(),
    REQUESTS_PER_MINUTE: whole(60, 100_000_000).default(6_000),
    STRANGER_REQUESTS_PER_MINUTE: whole(10, 100_000_000).default(600),
    ADMIN_APP_DIR: z.string().min(1).default("apps/admin/dist"),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),

    SEND_DIALPAD_SMS: flag.default(false),
    DIALPAD_URL: z.url({ protocol: /^https?$/ }).default("https://dialpad.com"),
    DIALPAD_TOKEN: z.string().min(1).optional(),
    DIALPAD_CONNECT_TIMEOUT_MS: whole(100, 60_000).default(5_000),
    DIALPAD_TIMEOUT_MS: whole(100, 120_000).default(15_000),
    SMS_LIMIT_PER_MINUTE: whole(1, 10_000).default(100),
    SMS_SEGMENT_PRICE_CENTS: number(0, 1000).default(0.8),
    SANDBOX: flag.default(false),

    WORKER_CONCURRENCY_SMS: whole(0, 50).default(4),
    WORKER_CONCURRENCY_EMAIL: whole(0, 50).default(2),
    WORKER_CONCURRENCY_LOW: whole(0, 50).default(2),
    CRON_LAUNCH_OUTREACH: z.string().default("0 2 * * *"),
    CRON_SEND_TEXTS: z.string().default("* * * * *"),
    CRON_FORGET_EXPIRED: z.string().default("30 3 * * *"),
    CRON_RECOVER_TEXTS: z.string().default("* * * * *"),
    CRON_LAUNCH_UPDATES: z.string().default("0 13 * * *"),
    CRON_CHECK_UPDATE_FILES: z.string().default("30 12 * * *"),
    CRON_CHECK_UPDATE_ARRIVALS: z.string().default("0 15 * * *"),
    CRON_MAKE_WORKBOOKS: z.string().default("10 0 * * *"),
    CRON_WATCH_ALERTS: z.string().default("* * * * *"),

    METRICS_TOKEN: z.string().min(16).optional(),
    SENTRY_DSN: z.url({ protocol: /^https?$/ }).optional(),

    APP_SECRET: z.string().min(32).default(sandboxSecret),
    REQUIRE_ADMIN_MFA: flag.default(true),
    ACCESS_TOKEN_MINUTES: whole(1, 10_080).default(720),
    REFRESH_TOKEN_MINUTES: whole(1, 43_200).default(1500),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),

    SENDGRID_API_KEY: z.string().min(1).optional(),
    SENDGRID_URL: z.url({ protocol: /^https?$/ }).default("https://api.sendgrid.com"),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.email().default("no-reply@vetsuccess.invalid"),
    MAIL_CONNECT_TIMEOUT_MS: whole(100, 60_000).default(5_000),
    MAIL_TIMEOUT_MS: whole(100, 300_000).default(60_000),
    MAIL_REDIRECT_TO: z.email().optional(),
    MAIL_REDIRECT_CC: z.email().optional(),
    SENDGRID_WEBHOOK_PUBLIC_KEY: z.base64().optional(),
    ALERT_EMAIL: listOf(z.email()).optional(),

    AZURE_STORAGE_CONNECTION_STRING: z.string().min(1).optional(),
    AZURE_STORAGE_ACCOUNT: z
      .string()
      .regex(/^[a-z0-9]{3,24}$/, "3 to 24 small letters and digits")
      .optional(),
    AZURE_STORAGE_SAS_TOKEN: z.string().min(1).optional(),
    AZURE_STORAGE_CONTAINER: z.string().min(3).max(63).default("updates"),
    AZURE_STORAGE_TIMEOUT_MS: whole(1_000, 600_000).default(60_000),
    UPDATES_PATH_PREFIX: z
      .string()
      .regex(/^[^/]+$/, "one part of a path, without slashes")
      .default("daily_updates"),
    UPDATES_MAX_MAIL_BYTES: whole(100_000, 21_000_000).default(20_000_000),
  })
  .superRefine(({ SENDGRID_API_KEY, SMTP_URL, MAIL_REDIRECT_TO, MAIL_REDIRECT_CC }, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    if (SENDGRID_API_KEY !== undefined && SMTP_URL !== undefined)
      refuse("SMTP_URL", "give either it or SENDGRID_API_KEY");
    if (MAIL_REDIRECT_CC !== undefined && MAIL_REDIRECT_TO === undefined)
      refuse("MAIL_REDIRECT_CC", "needs MAIL_REDIRECT_TO: else mails would still go to their readers");
  })
  .superRefine(({ SANDBOX, APP_SECRET, PUBLIC_URL, HOST }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (SANDBOX) return;
    if (APP_SECRET === sandboxSecret) refuse("APP_SECRET", "is missing: give at least 32 random characters");
    else if (new Set(APP_SECRET).size < 10)
      refuse("APP_SECRET", "is not random: give at least 32 random characters");
    if (PUBLIC_URL.startsWith("http:") && !isPlainLocalhost(PUBLIC_URL))
      refuse("PUBLIC_URL", "must begin with https: passwords and sessions pass there");
    if (isPlainLocalhost(PUBLIC_URL) && !loopback.test(HOST))
      refuse("PUBLIC_URL", "is missing: HOST lets others in, so say where they reach the app (https://…)");
  });
export type Config = z.output<typeof Config>;

/**
 * Reads the settings from the environment. Empty values count as absent.
 *
 * @throws Error whose message names each wrong setting and the reason
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  return readSettings(Config, env);
}

/** The settings of this process; what is wrong with them is for a person to read, and ends it with code 1. */
export function configOfProcess(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "the settings cannot be read"}\n`);
    process.exit(1);
  }
}

/** As `readConfig`, for a process that needs some of the settings only. */
export function readSettings<Settings extends z.ZodType>(
  settings: Settings,
  env: Record<string, string | undefined>,
): z.output<Settings> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Settings are wrong (see docs/configuration.md):\n${lines.join("\n")}`);
}

/** What the daily e-mails are set to. */
export function emailUpdatesSettings(config: Config): EmailUpdatesSettings {
  return {
    filesPrefix: config.UPDATES_PATH_PREFIX,
    maxMailBytes: config.UPDATES_MAX_MAIL_BYTES,
    isDeliveryReported: config.SENDGRID_WEBHOOK_PUBLIC_KEY !== undefined,
  };
}

/** How the account of the files is reached; null: none is set. */
export function azureAccess(
  config: Config,
): { connectionString: string } | { account: string; sasToken: string } | { account: string } | null {
  const connectionString = config.AZURE_STORAGE_CONNECTION_STRING;
  if (connectionString !== undefined) return { connectionString };
  const { AZURE_STORAGE_ACCOUNT: account, AZURE_STORAGE_SAS_TOKEN: sasToken } = config;
  if (account === undefined) return null;
  return sasToken === undefined ? { account } : { account, sasToken };
}

/** What identity is set to. */
export function identitySettings(config: Config): IdentitySettings {
  return {
    appSecret: config.APP_SECRET,
    publicUrl: config.PUBLIC_URL.replace(/\/+$/, ""),
    isAdminSecondFactorRequired: config.REQUIRE_ADMIN_MFA,
    accessTokenMinutes: config.ACCESS_TOKEN_MINUTES,
    refreshTokenMinutes: config.REFRESH_TOKEN_MINUTES,
  };
}
