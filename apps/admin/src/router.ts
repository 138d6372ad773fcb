import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { accountRoutes } from "./features/account/routes.ts";
import { alertsRoute } from "./features/alerts/routes.ts";
import { auditRoute } from "./features/audit/routes.ts";
import { authRoutes } from "./features/auth/routes.ts";
import { clientRoute } from "./features/clients/routes.ts";
import { dashboardRoutes } from "./features/dashboard/routes.ts";
import { emailUpdatesRoute } from "./features/email-updates/routes.ts";
import { jobsRoute } from "./features/jobs/routes.ts";
import { messagesRoute } from "./features/messages/routes.ts";
import { systemRoute } from "./features/system/routes.ts";
import { outcomesRoute } from "./features/outcomes/routes.ts";
import { outreachRoute } from "./features/outreach/routes.ts";
import { usersRoutes } from "./features/users/routes.ts";
import { worklistRoute } from "./features/worklist/routes.ts";
import { practiceRoutes } from "./features/practices/routes.ts";
import { questionsRoute } from "./features/questions/routes.ts";
import { templateRoutes } from "./features/templates/routes.ts";
import { loadAccount } from "./lib/account.ts";
import { paths } from "./lib/paths.ts";
import { searchString, searchValues } from "./lib/query-table.ts";
import { rootRoute } from "./root-route.ts";
import { ErrorPage } from "./shell/error-page.tsx";
import { PendingPage } from "./shell/pending-page.tsx";

/** Agents spend their day in the worklist. */
const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    const account = await loadAccount();
    // oxlint-disable-next-line typescript/only-throw-error -- a redirect is what the router wants thrown
    throw redirect({ to: account?.user.role === "agent" ? paths.worklist : paths.outreach, replace: true });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    ...authRoutes,
    ...accountRoutes,
    ...usersRoutes,
    auditRoute,
    worklistRoute,
    outreachRoute,
    clientRoute,
    ...dashboardRoutes,
    messagesRoute,
    jobsRoute,
    systemRoute,
    emailUpdatesRoute,
    alertsRoute,
    ...practiceRoutes,
    ...templateRoutes,
    outcomesRoute,
    questionsRoute,
  ]),
  defaultErrorComponent: ErrorPage,
  defaultPendingComponent: PendingPage,
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
  defaultPreload: "intent",
  parseSearch: searchValues,
  stringifySearch: searchString,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
