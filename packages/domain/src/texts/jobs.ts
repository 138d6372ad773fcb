import { z } from "zod";
import { defineJob } from "../jobs/rules.ts";

/** Every minute, and whenever texts become due: sends what is due until nothing is, or for about a minute. */
export const sendDueTexts = defineJob({
  name: "texts.send-due",
  payload: z.strictObject({}),
  queue: "sms",
  maxAttempts: 1,
  key: () => "texts.send-due",
});

/** Every minute: takes back the claims of workers that went silent. */
export const recoverTexts = defineJob({
  name: "texts.recover",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 1,
  key: () => "texts.recover",
});
