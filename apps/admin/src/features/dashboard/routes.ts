import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { decisionsDefaults, decisionsInput, DecisionsSearch } from "./decisions-search.ts";
import { dashboardDefaults, DashboardSearch, reportInput } from "./search.ts";

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.dashboard,
  validateSearch: DashboardSearch,
  search: { middlewares: [stripSearchParams(dashboardDefaults)] },
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => void trpcQueries.outreach.report.prefetch(reportInput(deps, today())),
  component: lazyRouteComponent(() => import("./dashboard-page.tsx"), "DashboardPage"),
});

const decisionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.decisions,
  validateSearch: DecisionsSearch,
  search: { middlewares: [stripSearchParams(decisionsDefaults)] },
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => void trpcQueries.outreach.listDecisions.prefetch(decisionsInput(deps, today())),
  component: lazyRouteComponent(() => import("./decisions-page.tsx"), "DecisionsPage"),
});

export const dashboardRoutes = [dashboardRoute, decisionsRoute];
