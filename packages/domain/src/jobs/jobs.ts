import { z } from "zod";
import { defineJob } from "./rules.ts";

/** Once a day: removes records of jobs and workers of long ago. */
export const forgetOldJobs = defineJob({
  name: "jobs.forget-old",
  payload: z.strictObject({}),
  queue: "low",
  maxAttempts: 3,
});
