/** How often what runs is read again, in milliseconds. */
export const jobsIntervalMs = 2_000;
/** The same for what changes slowly. */
export const slowIntervalMs = 30_000;
