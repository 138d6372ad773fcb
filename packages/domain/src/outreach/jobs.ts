import { z } from "zod";
import { Day, PracticeId } from "@vetsuccess/contract/outreach";
import { defineJob } from "../jobs/rules.ts";

/** Once a day: one `outreach.create-sms-events` for each practice with SMS mailing on. */
export const launchOutreach = defineJob({
  name: "outreach.launch",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});

/** Plans the texts of one practice through one day, missed days included. */
export const createSmsEvents = defineJob({
  name: "outreach.create-sms-events",
  payload: z.strictObject({ practiceId: PracticeId, day: Day }),
  queue: "sms",
  maxAttempts: 3,
  key: ({ practiceId, day }) => `outreach.create-sms-events:${practiceId}:${day}`,
});
