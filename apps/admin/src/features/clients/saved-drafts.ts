import { z } from "zod";
import type { Values } from "./fields.ts";

/** What was typed and not saved is kept on the device for so long. */
export const draftHours = 24;

const prefix = "vetsuccess-draft";
const Pairs = z.array(z.tuple([z.string(), z.union([z.string(), z.boolean(), z.null()])]));
const SavedDraft = z.object({
  savedAt: z.number(),
  version: z.int(),
  /** What the edits were based on. */
  base: Pairs,
  edits: Pairs,
});

export interface Draft {
  savedAt: Date;
  version: number;
  base: Values;
  edits: Values;
}

const keyOf = (userId: string, clientId: string) => `${prefix}:${userId}:${encodeURIComponent(clientId)}`;

/** Drafts of this device, per user and client. */
export function draftsIn(storage: Storage, userId: string) {
  return {
    /** Keeps the edits, or forgets the draft when there are none. */
    keep(clientId: string, { version, base, edits }: Omit<Draft, "savedAt">, now: Date): void {
      const key = keyOf(userId, clientId);
      if (edits.size === 0) return storage.removeItem(key);
      const based = [...edits.keys()].map((each) => [each, base.get(each) ?? null]);
      try {
        storage.setItem(
          key,
          JSON.stringify({ savedAt: now.getTime(), version, base: based, edits: [...edits] }),
        );
      } catch {
        // A device whose storage is full or closed keeps no drafts.
      }
    },
    /** @returns null when there is none, or none that is young and whole */
    read(clientId: string, now: Date): Draft | null {
      const parsed = readDraft(storage.getItem(keyOf(userId, clientId)));
      if (!parsed || isOld(parsed.savedAt, now)) return null;
      const { savedAt, version, base, edits } = parsed;
      return { savedAt: new Date(savedAt), version, base: new Map(base), edits: new Map(edits) };
    },
    forget(clientId: string): void {
      storage.removeItem(keyOf(userId, clientId));
    },
    /** Removes what is too old, whoever typed it. */
    tidy(now: Date): void {
      for (const key of Object.keys(storage).filter((each) => each.startsWith(`${prefix}:`))) {
        const parsed = readDraft(storage.getItem(key));
        if (!parsed || isOld(parsed.savedAt, now)) storage.removeItem(key);
      }
    },
  };
}

const isOld = (savedAt: number, now: Date) => now.getTime() - savedAt > draftHours * 3_600_000;

function readDraft(text: string | null): z.infer<typeof SavedDraft> | null {
  if (text === null) return null;
  try {
    return SavedDraft.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
