import { z } from "zod";
import { defineJob } from "../jobs/rules.ts";

/** Mails one invitation or password reset. The secret of the link is made by the job: the queue never holds it. */
export const mailUserLink = defineJob({
  name: "identity.mail-link",
  payload: z.strictObject({ linkId: z.uuid() }),
  queue: "email",
  maxAttempts: 5,
  key: ({ linkId }) => `identity.mail-link:${linkId}`,
});

/** Once a day: removes sessions, links, challenges, tokens and counters that have run out. */
export const forgetExpired = defineJob({
  name: "identity.forget-expired",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});
