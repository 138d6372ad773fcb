import { z } from "zod";
import { defineJob } from "../jobs/rules.ts";

/** Each minute: raises an alert for trouble that is new, and ends those whose trouble is over. */
export const watchTrouble = defineJob({
  name: "alerts.watch",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 1,
});

/** Mails the alerts that nobody was told of yet, all in one mail. */
export const mailAlerts = defineJob({
  name: "alerts.mail",
  payload: z.strictObject({}),
  queue: "email",
  maxAttempts: 5,
  key: () => "alerts.mail",
});
