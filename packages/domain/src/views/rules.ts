import { DomainError } from "@vetsuccess/contract/errors";
import type { Actor } from "../deps.ts";
import { can } from "../identity/rules.ts";

/** One person's views, the deleted ones aside. */
export const maxOwnViews = 50;
/** The rows of a view are counted up to this. */
export const maxCounted = 1_000;
/** A deleted view can be restored for so long. */
export const restorableHours = 24;

interface Owned {
  ownerId: string | null;
  isShared: boolean;
}

/** One's own, or a shared one for those who may share with everybody and lead. */
export function canChangeView(actor: Actor, { ownerId, isShared }: Owned): boolean {
  return ownerId === actor.id || (isShared && can(actor.role, "views.changeShared"));
}

/** @throws DomainError NOT_FOUND for the personal view of somebody else, NOT_ALLOWED for a shared one */
export function requireChangeable(actor: Actor, view: Owned | undefined): void {
  if (!view || (view.ownerId !== actor.id && !view.isShared))
    throw new DomainError("NOT_FOUND", "There is no such view.", { field: "uuid" });
  if (!canChangeView(actor, view))
    throw new DomainError("NOT_ALLOWED", "Only its owner, managers and administrators may change this view.");
}
