import { useBlocker } from "@tanstack/react-router";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePresence } from "../presence/presence.ts";
import { useNeighbours } from "../worklist/trail.ts";
import { keyOf, type Value } from "./fields.ts";
import { draftsIn, type Draft } from "./saved-drafts.ts";
import { useSaving } from "./use-saving.ts";
import { openVisit, useHasEdits } from "./visit.ts";
import { lastChangeBy } from "./words.ts";

/** Typing is written to the device after a pause of so long. */
const keepMs = 300;

interface Person {
  uuid: string;
  email: string;
}

/** What the parts of the page share: what is typed, saving it, who else is there, and the way to the next client. */
export function useDesk(client: ClientDetail, user: Person, mayChange: boolean) {
  const clientId = client.oduId;
  const drafts = useMemo(() => draftsIn(localStorage, user.uuid), [user.uuid]);
  const [restored, setRestored] = useState<Draft | null>(() =>
    mayChange ? drafts.read(clientId, new Date()) : null,
  );
  const [visit] = useState(() => openVisit(client, restored));
  const saving = useSaving(clientId, visit);
  const presence = usePresence(clientId);
  const neighbours = useNeighbours(clientId);
  const hasEdits = useHasEdits(visit);
  /** The newest version that the person has seen come. */
  const [knownVersion, setKnownVersion] = useState(client.version);

  // What others save shows at once, unless something is typed: then the person says when.
  useEffect(() => {
    if (client.version === visit.version) return visit.rebase(client, visit.edits());
    if (visit.edits().size === 0) visit.rebase(client, new Map());
  }, [client, visit]);

  // Whoever types has begun to work.
  const { take } = presence;
  const takeRef = useRef(take);
  useEffect(() => {
    takeRef.current = take;
  });
  useEffect(() => {
    if (hasEdits) takeRef.current().catch(() => undefined);
  }, [hasEdits]);

  useEffect(() => {
    drafts.tidy(new Date());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      drafts.keep(clientId, { version: visit.version, base: visit.base, edits: visit.edits() }, new Date());
    };
    const later = () => {
      timer ??= setTimeout(keep, keepMs);
    };
    const end = visit.subscribe(undefined, later);
    addEventListener("pagehide", keep);
    return () => {
      end();
      removeEventListener("pagehide", keep);
      if (timer !== undefined) keep();
    };
  }, [clientId, drafts, visit]);

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && visit.edits().size > 0,
    enableBeforeUnload: () => visit.edits().size > 0,
    withResolver: true,
  });

  const record = useCallback(
    (patientIds: readonly string[], outcome: string) =>
      visit.set(patientIds.map((id) => [keyOf("patients", id, "outcome"), outcome] as const)),
    [visit],
  );
  const discard = useCallback(() => {
    visit.undo([...visit.edits().keys()]);
    setRestored(null);
  }, [visit]);
  const save = async () => {
    const isSaved = await saving.save();
    if (isSaved) setRestored(null);
    setKnownVersion(visit.version);
    return isSaved;
  };

  return {
    visit,
    saving,
    presence,
    neighbours,
    /** When the draft that was restored was written. */
    restoredAt: restored?.savedAt ?? null,
    /** Somebody else saved while something is typed here. */
    newer: hasEdits && client.version !== visit.version ? client : null,
    /** Who changed the client since it was opened, when that is shown already. */
    changedBy: !hasEdits && client.version > knownVersion ? lastChangeBy(client.timeline, user.email) : null,
    dismissNotice: () => {
      setKnownVersion(client.version);
      setRestored(null);
    },
    record,
    discard,
    save,
    saveAndNext: async () => {
      if (await save()) await neighbours.goNext();
    },
    settle: (now: ClientDetail, kept: ReadonlyMap<string, Value>) => {
      saving.settle(now, kept);
      setKnownVersion(now.version);
      setRestored(null);
    },
    /** The person is about to leave with something unsaved. */
    leaving: blocker.status === "blocked" ? blocker : null,
  };
}
export type Desk = ReturnType<typeof useDesk>;
