import { listen, type Listener } from "@vetsuccess/db/listen";
import type { Log } from "@vetsuccess/domain/deps";
import type { Caches } from "@vetsuccess/domain/live/ports";
import { Cache } from "@vetsuccess/domain/live/queries/cache";
import type { LiveFeed } from "@vetsuccess/domain/live/queries/feed";

/** Fills the feed of a server with what the database says, over one connection of its own. */
export function feedFromDatabase(live: LiveFeed, url: string, log: Log): Listener {
  return listen({
    url,
    channel: "live",
    applicationName: "vetsuccess-server-live",
    onNotification: (payload) => live.receive(payload),
    onConnected: () => live.connected(),
    onLost: () => {
      live.lost();
      log.warn({}, "live updates: the connection to the database is lost and opened again");
    },
  });
}

/** The caches of a server, each with the topics that empty it. */
export function createCaches(live: LiveFeed): Caches {
  return {
    outcomes: new Cache(live, ["outcomes"]),
    // The list says which practices have texts.
    practices: new Cache(live, ["practices", "texts"]),
    answers: new Cache(live, ["questions"]),
  };
}
