import { Day, PracticeId } from "@vetsuccess/contract/outreach";
import { z } from "zod";
import { defineJob } from "../jobs/rules.ts";

/** Each working day: adds one `email-updates.send` for each practice with e-mail updates on. */
export const launchUpdates = defineJob({
  name: "email-updates.launch",
  payload: z.strictObject({}),
  queue: "email",
  maxAttempts: 3,
});

/** Mails one practice its files of one day, or notes that there are none. */
export const sendUpdate = defineJob({
  name: "email-updates.send",
  payload: z.strictObject({ practiceId: PracticeId, day: Day }),
  queue: "email",
  maxAttempts: 4,
  key: ({ practiceId, day }) => `email-updates.send:${practiceId}:${day}`,
});

/** Half an hour before the mailing: raises an alert for each practice whose files are missing. */
export const checkFiles = defineJob({
  name: "email-updates.check-files",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});

/** Two hours after the mailing: raises an alert for each practice whose mail has not arrived. */
export const checkArrivals = defineJob({
  name: "email-updates.check-arrivals",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});

/** After the end of the day: adds one `email-updates.make-workbook` for each practice that wants one. */
export const launchWorkbooks = defineJob({
  name: "email-updates.launch-workbooks",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});

/** Writes the workbook of what agents changed for one practice on one day. */
export const makeWorkbook = defineJob({
  name: "email-updates.make-workbook",
  payload: z.strictObject({ practiceId: PracticeId, day: Day }),
  queue: "low",
  maxAttempts: 5,
  key: ({ practiceId, day }) => `email-updates.make-workbook:${practiceId}:${day}`,
});
