import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { dayOf, OutreachSearch, searchDefaults, textsInput } from "./search.ts";

/** The loader asks early; the page shows what is there and waits for the rest by itself. */
export const outreachRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.outreach,
  validateSearch: OutreachSearch,
  search: { middlewares: [stripSearchParams(searchDefaults)] },
  loaderDeps: ({ search }) => ({ day: dayOf(search), texts: textsInput(search), text: search.text }),
  loader: ({ deps }) => {
    void trpcQueries.sending.state.prefetch();
    void trpcQueries.outreach.summary.prefetch({ day: deps.day });
    void trpcQueries.texts.list.prefetch(deps.texts);
    if (deps.text !== undefined) void trpcQueries.texts.get.prefetch({ uuid: deps.text });
  },
  component: lazyRouteComponent(() => import("./outreach-page.tsx"), "OutreachPage"),
});
