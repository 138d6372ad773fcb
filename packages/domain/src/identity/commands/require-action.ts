import { DomainError } from "@vetsuccess/contract/errors";
import type { Action } from "@vetsuccess/contract/identity";
import { recordDenial } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { permissionOf } from "../rules.ts";

/**
 * Lets the actor pass when it may do this; a refusal leaves its trace.
 *
 * @throws DomainError NOT_ALLOWED with the reason
 */
export async function requireAction(deps: Pick<Deps, "db">, actor: Actor, action: Action): Promise<void> {
  const { isAllowed, reason } = permissionOf(actor, action);
  if (isAllowed) return;
  await recordDenial(deps, actor, action);
  throw new DomainError("NOT_ALLOWED", reason ?? "This is not allowed.");
}
