import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { From, paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { AccountSearch } from "./search.ts";

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.account,
  validateSearch: AccountSearch,
  loader: () => {
    void trpcQueries.account.listSessions.prefetch();
    void trpcQueries.apiKeys.list.prefetch();
  },
  component: lazyRouteComponent(() => import("./account-page.tsx"), "AccountPage"),
});

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.secondFactor,
  validateSearch: z.object({ from: From }),
  component: lazyRouteComponent(() => import("./second-factor-page.tsx"), "SecondFactorPage"),
});

const newApiKeyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.newApiKey,
  component: lazyRouteComponent(() => import("./new-api-key-page.tsx"), "NewApiKeyPage"),
});

/** What everybody may do with their own account. */
export const accountRoutes = [accountRoute, secondFactorRoute, newApiKeyRoute] as const;
