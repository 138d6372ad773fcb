import {
  createStackParser,
  createTransport,
  nodeStackLineParser,
  ServerRuntimeClient,
  type BaseTransportOptions,
  type ErrorEvent,
} from "@sentry/core";
import type { ErrorTracker } from "@vetsuccess/domain/deps";
import { request } from "undici";

interface SentrySettings {
  /** https://key@host/project */
  dsn: string;
  /** The release, e.g. "1.4.0". */
  release: string;
  /** Which program reports: "server" or "worker". */
  program: string;
}

const sendMs = 5_000;
const closeMs = 2_000;

/**
 * Sentry. What leaves the house is the kind of an error, where in our code it happened, the release, and our own ids and
 * codes. Messages are withheld: they may quote names, numbers and texts of people.
 */
export function createSentry({ dsn, release, program }: SentrySettings): ErrorTracker {
  const client = new ServerRuntimeClient({
    dsn,
    release,
    integrations: [],
    stackParser: createStackParser(nodeStackLineParser()),
    transport,
    beforeSend: scrubbed,
    initialScope: { tags: { program } },
  });
  client.init();
  return {
    report: (error, fields) =>
      void client.captureException(error, { captureContext: { tags: { program, ...fields } } }),
    close: async () => void (await client.close(closeMs)),
  };
}

/** A report that does not arrive is lost: it stands in the log too. */
function transport(options: BaseTransportOptions) {
  return createTransport(options, async ({ body }) => {
    const { statusCode, body: answer } = await request(options.url, {
      method: "POST",
      body,
      headers: options.headers ?? {},
      headersTimeout: sendMs,
      bodyTimeout: sendMs,
    });
    await answer.dump();
    return { statusCode };
  });
}

/** An event with nothing in it that somebody typed. */
function scrubbed({ exception, ...event }: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, level, platform, release, tags, type, sdk } = event;
  const values = exception?.values?.map(({ type: kind, stacktrace }) => ({
    type: kind ?? "Error",
    value: "(withheld)",
    ...(stacktrace?.frames && { stacktrace: { frames: stacktrace.frames.map(place) } }),
  }));
  const kept = { event_id, timestamp, level, platform, release, tags, sdk };
  return { ...withoutAbsent(kept), type, exception: { values: values ?? [] } };
}

type Frame = NonNullable<
  NonNullable<NonNullable<ErrorEvent["exception"]>["values"]>[number]["stacktrace"]
>["frames"] extends (infer F)[] | undefined
  ? F
  : never;

/** A line of the stack: which function of which file, no variables and no source. */
function place({ filename, function: name, lineno, colno, in_app }: Frame): Frame {
  return withoutAbsent({ filename, function: name, lineno, colno, in_app });
}

function withoutAbsent<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
