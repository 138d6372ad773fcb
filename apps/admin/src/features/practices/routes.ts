import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { practicesDefaults, practicesInput, PracticeSearch, PracticesSearch } from "./search.ts";

const practicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.practices,
  validateSearch: PracticesSearch,
  search: { middlewares: [stripSearchParams(practicesDefaults)] },
  loaderDeps: ({ search }) => practicesInput(search),
  loader: ({ deps }) => void trpcQueries.practices.search.prefetch(deps),
  component: lazyRouteComponent(() => import("./practice-list-page.tsx"), "PracticeListPage"),
});

const practiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.practice,
  validateSearch: PracticeSearch,
  search: { middlewares: [stripSearchParams({ tab: "settings", page: 1 })] },
  loader: ({ params }) => {
    void trpcQueries.practices.get.prefetch(params);
    void trpcQueries.practices.readiness.prefetch(params);
  },
  component: lazyRouteComponent(() => import("./practice-page.tsx"), "PracticePage"),
});

export const practiceRoutes = [practicesRoute, practiceRoute];
