import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { searchDefaults, updatesInput, UpdatesSearch } from "./search.ts";

/** The loader asks early; the page shows what is there and waits for the rest by itself. */
export const emailUpdatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.emailUpdates,
  validateSearch: UpdatesSearch,
  search: { middlewares: [stripSearchParams(searchDefaults)] },
  loaderDeps: ({ search }) => ({ updates: updatesInput(search), mail: search.mail }),
  loader: ({ deps }) => {
    void trpcQueries.emailUpdates.list.prefetch(deps.updates);
    if (deps.mail !== undefined) void trpcQueries.emailUpdates.get.prefetch({ uuid: deps.mail });
  },
  component: lazyRouteComponent(() => import("./email-updates-page.tsx"), "EmailUpdatesPage"),
});
