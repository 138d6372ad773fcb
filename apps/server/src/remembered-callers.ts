import type { Actor, Origin } from "@vetsuccess/domain/deps";
import { authenticate } from "@vetsuccess/domain/identity/commands/authenticate";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { Credentials } from "@vetsuccess/domain/identity/rules";

/** Whoever was ended or disabled is refused after this at the latest. */
const rememberedMs = 900;
const mostRemembered = 5_000;

/** Finds the caller behind an access token; fails as `authenticate` does. */
export type FindTokenCaller = (
  credentials: Extract<Credentials, { kind: "token" }>,
  origin: Origin,
) => Actor | Promise<Actor>;

/**
 * Looks callers with access tokens up. A token that was good is remembered for 0.9 s from the moment it was asked for, so
 * that a busy program costs one look-up a second. For reads alone: changes, sessions and API keys are looked up each time.
 */
export function rememberCallers(deps: IdentityDeps): FindTokenCaller {
  const remembered = new Map<string, { actor: Actor; until: number }>();
  return (credentials, origin) => {
    const known = remembered.get(credentials.token);
    return known && known.until > performance.now() ? { ...known.actor, origin } : ask(credentials, origin);
  };

  async function ask(credentials: Parameters<FindTokenCaller>[0], origin: Origin): Promise<Actor> {
    const until = performance.now() + rememberedMs;
    const actor = await authenticate(deps, credentials, origin);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(credentials.token, { actor, until });
    return actor;
  }
}
