import type { SendingState } from "@vetsuccess/contract/texts";
import { formatClock, plural } from "../../lib/format.ts";
import type { Tone } from "../../ui/tones.ts";
import { isMoving } from "./live.ts";

interface LineWords {
  label: string;
  tone: Tone;
  explain: string;
}

/** What the sending line does now, in a word and a sentence. */
export function lineWords(state: SendingState): LineWords {
  if (!state.isSendingEnabled)
    return {
      label: "Sending off",
      tone: "neutral",
      explain: "Sending is switched off for the whole system. Texts are planned and wait.",
    };
  const [pause] = state.pauses;
  if (pause) return { label: "Paused", tone: "warn", explain: pauseWords(pause) };
  if (isMoving(state))
    return {
      label: "Sending",
      tone: "busy",
      explain: `${plural(state.due, "text")} to go, as fast as the limit allows.`,
    };
  if (!state.isInsideSendingHours)
    return {
      label: "Outside hours",
      tone: "info",
      explain: "Texts go out on working days, 8 AM to 8 PM where the practice is.",
    };
  return { label: "Live", tone: "good", explain: "Texts go out as their time comes." };
}

function pauseWords({ reason, detail, startedAt, startedBy, until }: SendingState["pauses"][number]): string {
  if (reason === "RATE_LIMITED")
    return `Dialpad asked to slow down. ${until ? `Goes on by itself at ${formatClock(until)}.` : "Resume to go on."}`;
  if (reason === "AUTH_FAILED")
    return "Dialpad refuses our key. Put the key right in the settings, then resume.";
  const by = startedBy === null ? "" : ` by ${startedBy}`;
  const why = detail === null ? "" : `: “${detail}”`;
  return `Since ${formatClock(startedAt)}${by}${why}${until ? `, until ${formatClock(until)}` : ""}`;
}
