import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

export const systemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.system,
  loader: () => void trpcQueries.system.state.prefetch(),
  component: lazyRouteComponent(() => import("./system-page.tsx"), "SystemPage"),
});
