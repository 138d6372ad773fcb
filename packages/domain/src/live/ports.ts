import type { LiveFeed } from "./queries/feed.ts";

/** What live updates and caches need from outside. */
export interface LiveDeps {
  live: LiveFeed;
}
