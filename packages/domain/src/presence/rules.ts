/** A tab says every 15 seconds that it is still there; how long its word counts. */
export const presenceSeconds = {
  /** Without a word for so long, it is gone. */
  gone: 45,
  /** Whoever works and falls silent loses the client after so long. */
  lease: 120,
  /** Rows of tabs that are gone are kept for so long. */
  kept: 3600,
};
