import { createRoute, lazyRouteComponent, redirect, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { whenEntering } from "../../lib/entering.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { anchorNow } from "./anchor.ts";
import { comeBack } from "./return.ts";
import { readScope } from "./scope.ts";
import { contactedInput, searchDefaults, WorklistSearch } from "./search.ts";

/** Without any filter it opens with the practices that were chosen last. The loader asks early. */
export const worklistRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.worklist,
  validateSearch: WorklistSearch,
  search: { middlewares: [stripSearchParams(searchDefaults)] },
  beforeLoad: ({ location, preload, cause }) => {
    if (cause === "enter" && !preload) comeBack(location.href);
    const scope = readScope();
    if (preload || location.searchStr !== "" || Object.keys(scope).length === 0) return;
    // oxlint-disable-next-line typescript/only-throw-error -- a redirect is what the router wants thrown
    throw redirect({ to: paths.worklist, search: { ...searchDefaults, ...scope }, replace: true });
  },
  loaderDeps: ({ search }) => search,
  loader: ({ deps, cause }) => {
    const rows = trpcQueries.clients.listContacted.prefetch(contactedInput(deps, anchorNow()));
    void trpcQueries.views.list.prefetch();
    void trpcQueries.practices.list.prefetch();
    void trpcQueries.outcomes.list.prefetch();
    return whenEntering(cause, rows);
  },
  component: lazyRouteComponent(() => import("./worklist-page.tsx"), "WorklistPage"),
});
