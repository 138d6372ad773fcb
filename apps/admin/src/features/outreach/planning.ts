import { useCallback, useEffect, useState } from "react";
import { showDone } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";

/** A job that has not ended by then is not waited for any longer; its texts still appear when it has. */
const patienceMs = 90_000;

/** Which practices are being planned for the day, as far as this tab asked for it. */
export interface Planning {
  isAnyUnderWay: boolean;
  isUnderWay: (practiceId: string) => boolean;
  watch: (practiceId: string) => void;
}

/** Planning is a job: it has ended once the practice's days are covered through this one. */
export function usePlanning(day: string): Planning {
  const [asked, setAsked] = useState<readonly { practiceId: string; day: string }[]>([]);
  const utils = trpc.useUtils();
  const { data } = trpc.outreach.summary.useQuery({ day });
  const drop = useCallback(
    (practiceId: string) => setAsked((all) => all.filter((one) => one.practiceId !== practiceId)),
    [],
  );
  useEffect(() => {
    for (const { practiceId } of asked.filter((one) => one.day === data?.day)) {
      const practice = data?.practices.find((row) => row.practiceId === practiceId);
      if (!practice?.coveredThrough || practice.coveredThrough < day) continue;
      drop(practiceId);
      showDone(`${practice.practiceName}: ${plural(practice.texts.planned, "text")} planned.`);
      void utils.texts.invalidate();
    }
  }, [asked, data, day, drop, utils]);
  return {
    isAnyUnderWay: asked.length > 0,
    isUnderWay: (practiceId) => asked.some((one) => one.practiceId === practiceId && one.day === day),
    watch: (practiceId) => {
      setAsked((all) => [...all, { practiceId, day }]);
      setTimeout(() => drop(practiceId), patienceMs);
    },
  };
}
