import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { jobsDefaults, jobsInput, JobsSearch } from "./search.ts";

export const jobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.jobs,
  validateSearch: JobsSearch,
  search: { middlewares: [stripSearchParams(jobsDefaults)] },
  loaderDeps: ({ search }) => ({ jobs: jobsInput(search), range: search.range }),
  loader: ({ deps }) => {
    void trpcQueries.jobs.queues.prefetch();
    void trpcQueries.jobs.list.prefetch(deps.jobs);
    void trpcQueries.jobs.schedules.prefetch();
    void trpcQueries.jobs.stats.prefetch({ range: deps.range });
  },
  component: lazyRouteComponent(() => import("./jobs-page.tsx"), "JobsPage"),
});
