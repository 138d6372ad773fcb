import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

const templatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.templates,
  loader: () => void trpcQueries.templates.list.prefetch(),
  component: lazyRouteComponent(() => import("./template-list-page.tsx"), "TemplateListPage"),
});

/** "new", the id of a template, or the key of a default text. */
const templateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.template,
  loader: () => void trpcQueries.templates.list.prefetch(),
  component: lazyRouteComponent(() => import("./template-page.tsx"), "TemplatePage"),
});

export const templateRoutes = [templatesRoute, templateRoute];
