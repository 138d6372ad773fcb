import { StaleClient, UpdateClientInput, type ClientDetail } from "@vetsuccess/contract/clients";
import type { ErrorData } from "@vetsuccess/api/errors";
import { TRPCClientError } from "@trpc/client";
import { useEffect, useState } from "react";
import { messageOf } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { changesOf, type Value } from "./fields.ts";
import { getClientInput } from "./routes.ts";
import type { Visit } from "./visit.ts";

/** Why a save failed that was tried without a network. */
export const offline = "You are offline.";

/** Somebody else saved first: the client as it is now, and who changed what. */
export interface Stale {
  now: ClientDetail;
  changes: StaleClient["changes"];
}

/**
 * Saves the visit as one update. What fails stays as it is typed, to be tried again by the person.
 *
 * @returns `save`: true when everything is saved; `fault`: why the last try was not; `stale`: what to decide first
 */
export function useSaving(clientId: string, visit: Visit) {
  const utils = trpc.useUtils();
  // Offline it fails at once: nothing is sent later, behind the back of who has left the page.
  const update = trpc.clients.update.useMutation({ networkMode: "always" });
  const [fault, setFault] = useState<string>();
  const [stale, setStale] = useState<Stale>();
  const input = getClientInput(clientId);
  // What is taken back, or turns out to be saved, is no failure any more.
  useEffect(
    () =>
      visit.subscribe(undefined, () => {
        if (visit.edits().size === 0) setFault(undefined);
      }),
    [visit],
  );

  const showTheirs = async (changes: StaleClient["changes"]) => {
    const now = await utils.clients.get.fetch(input, { staleTime: 0 });
    setStale({ now, changes });
  };

  async function save(): Promise<boolean> {
    const sent = visit.edits();
    if (sent.size === 0) return true;
    if (update.isPending || visit.faults().size > 0) return false;
    const { changes, keyAt } = changesOf(sent);
    setFault(undefined);
    try {
      const request = UpdateClientInput.parse({ ...input, ...changes, version: visit.version });
      const saved = await update.mutateAsync(request);
      visit.saved(saved, sent);
      utils.clients.get.setData(input, saved);
      void utils.clients.listContacted.invalidate();
      void utils.clients.countContacted.invalidate();
      return true;
    } catch (error) {
      const data = error instanceof TRPCClientError ? (error.data as ErrorData | undefined) : undefined;
      const conflict = data?.code === "CONFLICT" ? StaleClient.safeParse(data.details) : undefined;
      if (conflict?.success)
        await showTheirs(conflict.data.changes).catch((later) => setFault(messageOf(later)));
      else if (data?.code === "NOT_SIGNED_IN") setFault("You were signed out before this was saved.");
      else if (!data && !navigator.onLine) setFault(offline);
      else setFault(refuseFields(visit, keyAt, data) ? undefined : messageOf(error));
      return false;
    }
  }

  return {
    save,
    isSaving: update.isPending,
    fault,
    stale,
    showTheirs,
    /** Goes on from theirs with what the person chose. */
    settle: (now: ClientDetail, kept: ReadonlyMap<string, Value>) => {
      visit.rebase(now, kept);
      setStale(undefined);
      setFault(undefined);
    },
    postpone: () => setStale(undefined),
  };
}

/** Puts the refusals of the server beside their fields. @returns whether all of them have one */
function refuseFields(
  visit: Visit,
  keyAt: ReadonlyMap<string, string>,
  data: ErrorData | undefined,
): boolean {
  const fields = data?.fields ?? [];
  const found = fields.flatMap(({ path, message }): [string, string][] => {
    const key = keyAt.get(path) ?? keyAt.get(path.replace(/\.oduId$/, ".number"));
    return key === undefined ? [] : [[key, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`]];
  });
  visit.refuse(new Map(found));
  return found.length > 0 && found.length === fields.length;
}
