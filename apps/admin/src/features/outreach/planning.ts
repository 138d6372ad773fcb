import { useState } from "react";
import { showDone } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";

const pauseMs = 700;
/** A job that has not ended by then is not waited for any longer; its texts appear all the same when it has. */
const patienceMs = 90_000;

/** Which practices are being planned for the day, as far as this tab asked for it. */
export interface Planning {
  isUnderWay: (practiceId: string) => boolean;
  watch: (practiceId: string) => void;
}

/** Planning is a job: it has ended once the practice's days are covered through this one. */
export function usePlanning(day: string): Planning {
  const [watched, setWatched] = useState<readonly string[]>([]);
  const utils = trpc.useUtils();

  async function untilPlanned(practiceId: string): Promise<void> {
    const endsAt = performance.now() + patienceMs;
    while (performance.now() < endsAt) {
      const { practices } = await utils.outreach.summary.fetch({ day, practiceId }, { staleTime: 0 });
      const [practice] = practices;
      if (practice?.coveredThrough && practice.coveredThrough >= day) {
        showDone(`${practice.practiceName}: ${plural(practice.texts.planned, "text")} planned.`);
        return;
      }
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }

  async function watch(practiceId: string): Promise<void> {
    const key = `${practiceId} ${day}`;
    setWatched((all) => [...all, key]);
    try {
      await untilPlanned(practiceId);
    } catch {
      // The header says that the server does not answer; the page goes on asking by itself.
    }
    await Promise.all([
      utils.outreach.invalidate(),
      utils.texts.invalidate(),
      utils.sending.state.invalidate(),
    ]);
    setWatched((all) => all.filter((one) => one !== key));
  }

  return {
    isUnderWay: (practiceId) => watched.includes(`${practiceId} ${day}`),
    watch: (practiceId) => void watch(practiceId),
  };
}
