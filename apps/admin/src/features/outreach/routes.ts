import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { whenEntering } from "../../lib/entering.ts";
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
  loader: ({ deps, cause }) => {
    void trpcQueries.sending.state.prefetch();
    const summary = trpcQueries.outreach.summary.prefetch({ day: deps.day });
    void trpcQueries.texts.list.prefetch(deps.texts);
    if (deps.text !== undefined) void trpcQueries.texts.get.prefetch({ uuid: deps.text });
    return whenEntering(cause, summary);
  },
  component: lazyRouteComponent(() => import("./outreach-page.tsx"), "OutreachPage"),
});
