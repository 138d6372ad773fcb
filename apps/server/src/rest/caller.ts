import { DomainError } from "@vetsuccess/contract/errors";
import type { Actor } from "@vetsuccess/domain/deps";
import { authenticate } from "@vetsuccess/domain/identity/commands/authenticate";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import { readAuthorization } from "@vetsuccess/domain/identity/rules";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { originOf } from "../access.ts";
import type { FindTokenCaller } from "../remembered-callers.ts";
import { notSignedIn, type Refusal } from "./refusal.ts";

/**
 * Finds the caller behind an authorization.
 *
 * @throws Refusal 401 in the recorded words
 */
export function callerFinder(
  deps: IdentityDeps,
  findTokenCaller: FindTokenCaller,
): (request: FastifyRequest) => Actor | Promise<Actor> {
  const asRefusal = (error: unknown) => {
    throw error instanceof DomainError && error.code === "NOT_SIGNED_IN" ? refusalOf(error) : error;
  };
  return (request) => {
    const credentials = credentialsOf(request.headers.authorization);
    const origin = originOf(request);
    const found =
      credentials.kind === "token" && request.method === "GET"
        ? findTokenCaller(credentials, origin)
        : authenticate(deps, credentials, origin);
    return found instanceof Promise ? found.catch(asRefusal) : found;
  };
}

/** A cookie is none: nothing that a browser sends by itself starts anything here. */
function credentialsOf(authorization: string | undefined) {
  const [scheme, ...parts] = authorization?.trim().split(/\s+/) ?? [];
  if (scheme !== "JWT" && scheme !== "Bearer")
    throw notSignedIn({ detail: "Authentication credentials were not provided." });
  if (parts.length !== 1)
    throw notSignedIn({
      detail: "Authorization header must contain two space-delimited values",
      code: "bad_authorization_header",
    });
  const credentials = readAuthorization(`${scheme} ${parts[0]}`);
  if (!credentials) throw tokenRefused("Token is invalid or expired");
  return credentials;
}

const tokenRefused = (message: string) =>
  notSignedIn({
    detail: "Given token not valid for any token type",
    code: "token_not_valid",
    messages: [{ token_class: "AccessToken", token_type: "access", message }],
  });

function refusalOf(error: DomainError): Refusal {
  const { reason } = (error.details ?? {}) as { reason?: string };
  if (reason === "USER_UNKNOWN") return notSignedIn({ detail: "User not found", code: "user_not_found" });
  if (reason === "USER_DISABLED") return notSignedIn({ detail: "User is inactive", code: "user_inactive" });
  const { claim, reason: why } = claimAtFault(error);
  if (claim === "sub" && why !== "missing")
    return notSignedIn({ detail: "User not found", code: "user_not_found" });
  if (claim === "sub" && why === "missing")
    return notSignedIn({
      detail: "Token contained no recognizable user identification",
      code: "token_not_valid",
    });
  if (claim === "typ") return tokenRefused("Token has wrong type");
  if (claim === "jti" && why === "missing") return tokenRefused("Token has no id");
  if (why === "missing") return tokenRefused(`Token has no '${claim}' claim`);
  return tokenRefused("Token is invalid or expired");
}

/** What is wrong with a token that was signed by us, as the JWT library or our schema of its claims says. */
export function claimAtFault({ cause }: DomainError): { claim?: string; reason?: string } {
  if (cause instanceof z.ZodError) return { claim: String(cause.issues[0]?.path[0]) };
  const { claim, reason } = (cause ?? {}) as { claim?: unknown; reason?: unknown };
  return {
    ...(typeof claim === "string" ? { claim } : {}),
    ...(typeof reason === "string" ? { reason } : {}),
  };
}
