import { listen, type Listener } from "@vetsuccess/db/listen";
import type { Log } from "@vetsuccess/domain/deps";
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
