import { DomainError } from "@vetsuccess/contract/errors";
import { TokenPair } from "@vetsuccess/contract/identity";
import { issueTokens, refreshTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { z } from "zod";
import { originOf } from "../access.ts";
import { readBody } from "./body.ts";
import { claimAtFault } from "./caller.ts";
import { documented } from "./documents.ts";
import { checkBody, object, text } from "./fields.ts";
import { notSignedIn } from "./refusal.ts";
import type { Resource } from "./resource.ts";

const tokenFields = object(
  { email: text({}), password: text({ isVerbatim: true }), code: text({ max: 40 }) },
  ["email", "password"],
);
const refreshFields = object({ refresh: text({}) }, ["refresh"]);
const refused = {
  400: "A field is missing or no text.",
  415: "The body is neither JSON nor a form.",
  429: "Too many tries of this account or address: wait for `Retry-After` seconds.",
};
const pair = TokenPair.meta({ id: "TokenPair", example: { refresh: "eyJhbGciOi…", access: "eyJhbGciOi…" } });
const field = (label: string) => ({ type: "string", required: true, read_only: false, label });

/** Signs a program in. */
export const token: Resource = {
  url: "/api/v1/auth/token/",
  name: "Token Obtain Pair",
  options: {
    description:
      "Takes a set of user credentials and returns an access and refresh JSON web\n" +
      "token pair to prove the authentication of those credentials.",
    actions: { POST: { email: field("Email"), password: field("Password") } },
  },
  access: "open",
  operations: {
    POST: {
      schema: documented({
        id: "issueTokens",
        tag: "Sign-in",
        summary: "Sign a program in",
        description:
          "Send `Authorization: Bearer <access>`, or `JWT <access>`, with every request. Users with a second factor send its `code` along.",
        isOpen: true,
        body: z
          .object({ email: z.string(), password: z.string(), code: z.string().max(40).optional() })
          .meta({
            id: "Credentials",
            example: { email: "agent@example.com", password: "plum-otter-quilt-58" },
          }),
        answer: pair,
        errors: { ...refused, 401: "E-mail address or password are not right, or a code is needed." },
      }),
      run: async ({ deps, request }) => {
        const { email = "", password = "", code } = checkBody(tokenFields, await readBody(request));
        const input = { email, password, ...(code === undefined ? {} : { code }) };
        const { access, refresh } = await issueTokens(deps, input, originOf(request)).catch(refuseSignIn);
        return { refresh, access };
      },
    },
  },
};

function refuseSignIn(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== "NOT_SIGNED_IN") throw error;
  throw error.field === "code"
    ? notSignedIn({ detail: error.message, code: "second_factor_required" })
    : notSignedIn({ detail: "No active account found with the given credentials" });
}

/** Exchanges a refresh token for a new pair. */
export const tokenRefresh: Resource = {
  url: "/api/v1/auth/token/refresh/",
  name: "Token Refresh",
  options: {
    description:
      "Takes a refresh type JSON web token and returns an access type JSON web\ntoken if the refresh token is valid.",
    actions: { POST: { refresh: field("Refresh") } },
  },
  access: "open",
  operations: {
    POST: {
      schema: documented({
        id: "refreshTokens",
        tag: "Sign-in",
        summary: "Exchange a refresh token for a new pair",
        description:
          "The old one ends: keep the new one. For 30 s it still gives the same pair again, later all tokens of this sign-in end.",
        isOpen: true,
        body: z
          .object({ refresh: z.string() })
          .meta({ id: "RefreshToken", example: { refresh: "eyJhbGciOi…" } }),
        answer: pair,
        errors: { 400: refused[400], 415: refused[415], 401: "The token is none, or has ended." },
      }),
      run: async ({ deps, request }) => {
        const { refresh = "" } = checkBody(refreshFields, await readBody(request));
        return refreshTokens(deps, { refresh }, originOf(request)).catch(refuseRefresh);
      },
    },
  },
};

function refuseRefresh(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== "NOT_SIGNED_IN") throw error;
  const isOfOtherType = claimAtFault(error).claim === "typ";
  throw notSignedIn({
    detail: isOfOtherType ? "Token has wrong type" : "Token is invalid or expired",
    code: "token_not_valid",
  });
}
