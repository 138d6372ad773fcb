import { useBlocker } from "@tanstack/react-router";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { showUndo } from "../../lib/undo.tsx";
import { usePresence } from "../presence/presence.ts";
import { useNeighbours } from "../worklist/trail.ts";
import { keyOf, type Value } from "./fields.ts";
import { draftsIn, type Draft } from "./saved-drafts.ts";
import { focusCurrentPet } from "./use-desk-keys.ts";
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
  const [visit] = useState(() => {
    const opened = openVisit(client, restored);
    opened.follow(client);
    return opened;
  });
  const saving = useSaving(clientId, visit);
  const presence = usePresence(clientId);
  const neighbours = useNeighbours(clientId);
  const hasEdits = useHasEdits(visit);
  /** The newest version that the person has seen come. */
  const [knownVersion, setKnownVersion] = useState(client.version);

  // What others save shows at once, unless something is typed: then the person says when.
  useEffect(() => visit.follow(client), [client, visit]);
  useEffect(() => {
    if (!hasEdits) visit.follow(client);
  }, [client, visit, hasEdits]);

  // Whoever types has begun to work.
  const { take } = presence;
  const takeRef = useRef(take);
  useEffect(() => {
    takeRef.current = take;
  });
  useEffect(() => {
    if (hasEdits) takeRef.current().catch(() => undefined);
  }, [hasEdits]);

  // Another tab may have written one: what is not this page's is not this page's to remove.
  const hasDraft = useRef(restored !== null);
  const keep = useCallback(() => {
    const edits = visit.edits();
    if (edits.size === 0 && !hasDraft.current) return;
    drafts.keep(clientId, { version: visit.version, base: visit.base, edits }, new Date());
    hasDraft.current = edits.size > 0;
  }, [clientId, drafts, visit]);
  useEffect(() => {
    drafts.tidy(new Date());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keepNow = () => {
      clearTimeout(timer);
      timer = undefined;
      keep();
    };
    const later = () => {
      timer ??= setTimeout(keepNow, keepMs);
    };
    const end = visit.subscribe(undefined, later);
    addEventListener("pagehide", keepNow);
    return () => {
      end();
      removeEventListener("pagehide", keepNow);
      if (timer !== undefined || visit.edits().size > 0) keepNow();
    };
  }, [drafts, keep, visit]);

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
  const forget = useCallback(() => visit.undo([...visit.edits().keys()]), [visit]);
  const discard = useCallback(() => {
    const { version, base } = visit;
    const edits = visit.edits();
    forget();
    focusCurrentPet();
    showUndo("Changes discarded", () => {
      visit.restore({ version, base, edits });
      // Whoever has left the page meanwhile finds them again as a draft.
      keep();
      focusCurrentPet();
    });
  }, [visit, forget, keep]);
  const save = async () => {
    const isSaved = await saving.save();
    if (isSaved) setRestored(null);
    // Whoever has left the page meanwhile kept as a draft what is saved now.
    if (isSaved) keep();
    setKnownVersion(visit.version);
    return isSaved;
  };

  return {
    visit,
    saving,
    presence,
    neighbours,
    /** When the draft that was restored was written. */
    restoredAt: hasEdits ? (restored?.savedAt ?? null) : null,
    /** Somebody else saved while something is typed here. */
    newer: hasEdits && client.version > visit.version ? client : null,
    /** Who changed the client since it was opened, when that is shown already. */
    changedBy: !hasEdits && client.version > knownVersion ? lastChangeBy(client.timeline, user.email) : null,
    dismissNotice: () => {
      setKnownVersion(client.version);
      setRestored(null);
    },
    record,
    /** Takes everything back, and offers to undo that. */
    discard,
    /** Takes everything back that the person has been asked about. */
    forget,
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
