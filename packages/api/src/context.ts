import type { Actor, Origin } from "@vetsuccess/domain/deps";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";

/** What every procedure is given. */
export interface Context {
  deps: IdentityDeps;
  /** Whoever calls; null: nobody known. */
  actor: Actor | null;
  /** Where the call came from; its `requestId` is quoted to the caller and stands in the log. */
  origin: Origin;
  /** Gives the caller's browser the cookie of a session, or takes it away. */
  setSession(id: string | null): void;
}
