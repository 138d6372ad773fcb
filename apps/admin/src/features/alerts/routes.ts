import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

export const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.alerts,
  loader: () => void trpcQueries.alerts.list.prefetch({ limit: 100 }),
  component: lazyRouteComponent(() => import("./alerts-page.tsx"), "AlertsPage"),
});
