import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { auditDefaults, auditInput, AuditSearch } from "./search.ts";

export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.audit,
  validateSearch: AuditSearch,
  search: { middlewares: [stripSearchParams(auditDefaults)] },
  loaderDeps: ({ search }) => auditInput(search),
  loader: ({ deps }) => void trpcQueries.audit.list.prefetch(deps),
  component: lazyRouteComponent(() => import("./audit-page.tsx"), "AuditPage"),
});
