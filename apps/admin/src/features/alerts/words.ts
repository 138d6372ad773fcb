import type { AlertKind } from "@vetsuccess/contract/alerts";
import type { Tone } from "../../ui/tones.ts";

/** The one badge of each kind of alert. */
export const alertWords = {
  "email-updates.bounced": { label: "Mail came back", tone: "bad" },
  "email-updates.files-missing": { label: "Files missing", tone: "warn" },
  "email-updates.not-arrived": { label: "Mail not arrived", tone: "bad" },
  "sending.paused": { label: "Paused", tone: "bad" },
  "jobs.failing": { label: "Jobs failing", tone: "bad" },
  "outreach.batch-missing": { label: "Batch missing", tone: "bad" },
  "data.stale": { label: "Stale data", tone: "warn" },
} as const satisfies Record<AlertKind, { label: string; tone: Tone }>;
