import type { Actor, Origin } from "@vetsuccess/domain/deps";
import type { FilesDeps } from "@vetsuccess/domain/email-updates/ports";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { LiveDeps } from "@vetsuccess/domain/live/ports";

/** What every procedure is given. */
export interface Context {
  deps: IdentityDeps & LiveDeps & FilesDeps;
  /** Whoever calls; null: nobody known. */
  actor: Actor | null;
  /** Where the call came from; its `requestId` is quoted to the caller and stands in the log. */
  origin: Origin;
  /** Gives the caller's browser the cookie of a session, or takes it away. */
  setSession(id: string | null): void;
  /**
   * Whether the caller may still be here, as long answers ask again and again; that alone keeps no session alive.
   *
   * @throws DomainError NOT_SIGNED_IN
   */
  authenticateAgain(): Promise<Actor>;
}
