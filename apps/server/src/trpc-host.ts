import {
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  transformTRPCResponse,
  TRPCError,
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  type inferRouterContext,
  type TRPCCombinedDataTransformer,
} from "@trpc/server";
import { fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import { getHTTPStatusCode } from "@trpc/server/http";
import { asTrpcError } from "@vetsuccess/api/errors";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

interface HostOptions<R extends AnyTRPCRouter> {
  router: R;
  createContext(
    request: FastifyRequest,
    reply: FastifyReply,
  ): inferRouterContext<R> | Promise<inferRouterContext<R>>;
  onError(request: FastifyRequest, error: TRPCError): void;
  maxBatchSize: number;
}

interface Call {
  path: string;
  procedure: AnyTRPCProcedure | undefined;
}

type Answer = { result: { data: unknown } } | { error: unknown };

interface Route {
  Params: { "*": string };
  Querystring: { batch?: string; input?: string };
}

/** A stream may stay open for longer than any other answer may take; in milliseconds, the most that a timer can wait. */
const streamTimeout = 2 ** 31 - 1;

/** Queries and mutations are never cancelled half-way. */
const neverAborted = new AbortController().signal;

/**
 * tRPC's JSON protocol for queries and mutations, single and batched, straight on Fastify. The official adapter builds a
 * web Request, abort signals and a stream for each call; the answers are the same (tested on the same requests).
 * Subscriptions, each at an address of its own, and batches whose answers are streamed are the official adapter's.
 * To be registered under a prefix of its own: it takes over the parsing of JSON and the answers to errors there.
 */
export function trpcHost<R extends AnyTRPCRouter>(app: FastifyInstance, options: HostOptions<R>): void {
  const config = options.router._def._config;
  const procedures = options.router._def.procedures as Record<string, AnyTRPCProcedure>;

  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );

  const toError = (
    request: FastifyRequest,
    error: TRPCError,
    ctx?: inferRouterContext<R>,
    call?: Call,
  ): Answer => {
    options.onError(request, error);
    const type = call?.procedure?._def.type ?? "unknown";
    return { error: getTRPCErrorShape({ config, ctx, error, input: undefined, path: call?.path, type }) };
  };
  type HostConfig = Parameters<typeof transformTRPCResponse>[0];
  type Response = Parameters<typeof transformTRPCResponse>[1];
  const send = (reply: FastifyReply, answer: Answer | Answer[]): FastifyReply => {
    return reply
      .code(getHTTPStatusCode(answer as Parameters<typeof getHTTPStatusCode>[0]))
      .header("content-type", "application/json")
      .send(JSON.stringify(transformTRPCResponse(config as HostConfig, answer as Response)));
  };

  /** Answers that come in pieces are the official adapter's. */
  const stream = async (
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
  ): Promise<FastifyReply> => {
    request.procedures = path.split(",").filter((name) => own(procedures, name));
    await fastifyRequestHandler({
      router: options.router,
      path,
      req: request,
      res: reply,
      createContext: () => options.createContext(request, reply),
      onError: ({ error }) => options.onError(request, error),
      maxBatchSize: options.maxBatchSize,
    });
    return reply;
  };

  app.route<Route>({
    method: ["GET", "POST"],
    url: "/*",
    exposeHeadRoute: false,
    config: { access: "procedures" },
    handler: async (request, reply) => {
      if (request.headers["trpc-accept"] === "application/jsonl")
        return stream(request, reply, request.params["*"]);
      const isBatch = request.query.batch === "1";
      const paths = isBatch ? request.params["*"].split(",") : [request.params["*"]];
      if (isBatch && paths.length > options.maxBatchSize)
        throw new TRPCError({ code: "BAD_REQUEST", message: "Batch call exceeds maximum size" });
      const calls = paths.map((path) => ({ path, procedure: own(procedures, path) }));
      checkRequest(request, calls);
      const ctx = await options.createContext(request, reply);
      const readInput = inputReader(request, isBatch, config.transformer.input);
      request.procedures = calls.filter((call) => call.procedure).map((call) => call.path);

      const answerCall = async (call: Call, batchIndex: number): Promise<Answer> => {
        try {
          const { path } = call;
          const procedure = acceptedProcedure(call, request.method);
          const { type } = procedure._def;
          const getRawInput = async () => readInput(batchIndex);
          const data: unknown = await procedure({
            path,
            getRawInput,
            ctx,
            type,
            signal: neverAborted,
            batchIndex,
          });
          return { result: { data } };
        } catch (cause) {
          return toError(request, getTRPCErrorFromUnknown(cause), ctx, call);
        }
      };
      const answers = await Promise.all(calls.map(answerCall));
      return send(reply, isBatch ? answers : (answers[0] ?? answers));
    },
  });

  const subscriptions = Object.keys(procedures).filter(
    (path) => procedures[path]?._def.type === "subscription",
  );
  for (const path of subscriptions)
    app.route({
      method: "GET",
      url: `/${path}`,
      exposeHeadRoute: false,
      config: { access: "procedures", isPassive: true },
      handlerTimeout: streamTimeout,
      handler: (request, reply) => stream(request, reply, path),
    });

  app.setErrorHandler(async (cause, request, reply) =>
    send(reply, toError(request, fromHost(cause), await options.createContext(request, reply))),
  );
}

function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function checkRequest({ method, headers }: FastifyRequest, calls: readonly Call[]): void {
  if (method === "POST" && !headers["content-type"]?.startsWith("application/json"))
    throw new TRPCError({
      code: "UNSUPPORTED_MEDIA_TYPE",
      message: "The content type must be application/json",
    });
  const types = new Set(calls.flatMap(({ procedure }) => procedure?._def.type ?? []));
  if (types.size > 1)
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: `Cannot mix procedure types in call: ${[...types].join(", ")}`,
    });
}

/** A query is asked for with GET, a mutation with POST: nothing changes on GET. */
function acceptedProcedure({ path, procedure }: Call, method: string): AnyTRPCProcedure {
  if (!procedure) throw new TRPCError({ code: "NOT_FOUND", message: `No procedure found on path "${path}"` });
  const { type } = procedure._def;
  if (method !== (type === "mutation" ? "POST" : "GET"))
    throw new TRPCError({
      code: "METHOD_NOT_SUPPORTED",
      message: `Unsupported ${method}-request to ${type} procedure at path "${path}"`,
    });
  return procedure;
}

/** Parses what the request carries when the first procedure asks for its input; gives each call its part. */
function inputReader(
  request: FastifyRequest<Route>,
  isBatch: boolean,
  transformer: TRPCCombinedDataTransformer["input"],
): (index: number) => unknown {
  const text =
    request.method === "GET"
      ? request.query.input || undefined
      : typeof request.body === "string"
        ? request.body
        : "";
  const deserialize = (value: unknown): unknown =>
    value === undefined ? undefined : transformer.deserialize(value);
  let inputs: Record<number, unknown> | undefined;
  const parse = (): Record<number, unknown> => {
    const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!isBatch) return { 0: parsed };
    if (parsed === undefined) return {};
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
      throw new Error('"input" needs to be an object when doing a batch call');
    return parsed as Record<number, unknown>;
  };
  return (index) => {
    try {
      inputs ??= parse();
      return deserialize(inputs[index]);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : "Invalid input";
      throw new TRPCError({ code: "BAD_REQUEST", message, cause });
    }
  };
}

/** What a hook, Fastify itself or a body too large ends a request with. */
function fromHost(cause: unknown): TRPCError {
  const { statusCode } = cause as { statusCode?: number };
  const message = cause instanceof Error ? cause.message : "";
  if (statusCode === 413) return new TRPCError({ code: "PAYLOAD_TOO_LARGE", message, cause });
  if (statusCode === 415) return new TRPCError({ code: "UNSUPPORTED_MEDIA_TYPE", message, cause });
  if (statusCode !== undefined && statusCode < 500)
    return new TRPCError({ code: "BAD_REQUEST", message, cause });
  if (statusCode === 503) return new TRPCError({ code: "SERVICE_UNAVAILABLE", message, cause });
  return asTrpcError(getTRPCErrorFromUnknown(cause));
}
