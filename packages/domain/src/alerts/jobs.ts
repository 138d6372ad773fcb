import { z } from "zod";
import { defineJob } from "../jobs/rules.ts";

/** Mails the alerts that nobody was told of yet, all in one mail. */
export const mailAlerts = defineJob({
  name: "alerts.mail",
  payload: z.strictObject({}),
  queue: "email",
  maxAttempts: 5,
  key: () => "alerts.mail",
});
