import type { Actor, Deps } from "@vetsuccess/domain/deps";

/** What every procedure is given. */
export interface Context {
  deps: Deps;
  /** Whoever calls; null: nobody known. */
  actor: Actor | null;
  /** Quoted by the caller, found in the log. */
  requestId: string;
}
