import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

/** What is open on top of the list: a new outcome, or a deed and the outcome it is about. */
const OutcomesSearch = z.object({
  panel: z.enum(["new", "edit", "merge", "delete"]).optional().catch(undefined),
  about: z.uuid().optional().catch(undefined),
});

export const outcomesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.outcomes,
  validateSearch: OutcomesSearch,
  loader: () => void trpcQueries.outcomes.listAll.prefetch(),
  component: lazyRouteComponent(() => import("./outcome-list-page.tsx"), "OutcomeListPage"),
});
