import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { ClientDetail, GetClientInput } from "@vetsuccess/contract/clients";
import { paths } from "../../lib/paths.ts";
import { ownZone } from "../../lib/format.ts";
import { whenEntering } from "../../lib/entering.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

/** Outcomes and the FAQ change seldom, and whoever changes them tells the open screens. */
export const seldomMs = 5 * 60_000;

/** "Today" is the viewer's. */
export const getClientInput = (clientId: string): GetClientInput => ({
  clientId,
  timeZone: ownZone(),
});

/** The FAQ of the practice that its page begins with, asked for before the page is drawn. */
async function prefetchFaq({ practices: [practice] }: ClientDetail): Promise<void> {
  if (practice)
    await trpcQueries.questions.listAnswers.prefetch({ practiceId: practice.oduId }, { staleTime: seldomMs });
}

/** Hovering or focusing a link to a client asks for it, so that it is there when the link is followed. */
export const clientRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.client,
  loader: ({ params, cause }) => {
    // The page says what went wrong, should anything.
    const client = trpcQueries.clients.get
      .fetch(getClientInput(params.clientId))
      .then(prefetchFaq)
      .catch(() => undefined);
    void trpcQueries.outcomes.list.prefetch(undefined, { staleTime: seldomMs });
    void trpcQueries.outcomes.listMostUsed.prefetch(undefined, { staleTime: Infinity });
    void trpcQueries.questions.listPinned.prefetch(undefined, { staleTime: seldomMs });
    return whenEntering(cause, client);
  },
  component: lazyRouteComponent(() => import("./client-page.tsx"), "ClientPage"),
});
