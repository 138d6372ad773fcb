import type { Outcome } from "@vetsuccess/contract/outcomes";
import type { PracticeList } from "@vetsuccess/contract/practices";
import type { AnsweredQuestion } from "@vetsuccess/contract/questions";
import type { Cache } from "./queries/cache.ts";
import type { LiveFeed } from "./queries/feed.ts";

/** What live updates need from outside. */
export interface LiveDeps {
  live: LiveFeed;
}

/** What a server keeps in memory; each is emptied everywhere when its tables change. */
export interface Caches {
  outcomes: Cache<Outcome[]>;
  /** By the practices that the actor is limited to. */
  practices: Cache<PracticeList>;
  /** Of the FAQ, by practice. */
  answers: Cache<AnsweredQuestion[]>;
}
