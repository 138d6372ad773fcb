import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { usersDefaults, usersInput, UsersSearch } from "./search.ts";

const usersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.users,
  validateSearch: UsersSearch,
  search: { middlewares: [stripSearchParams(usersDefaults)] },
  loaderDeps: ({ search }) => usersInput(search),
  loader: ({ deps }) => void trpcQueries.users.list.prefetch(deps),
  component: lazyRouteComponent(() => import("./users-list-page.tsx"), "UsersListPage"),
});

const inviteUserRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.inviteUser,
  loader: () => void trpcQueries.practices.list.prefetch(),
  component: lazyRouteComponent(() => import("./invite-user-page.tsx"), "InviteUserPage"),
});

const userRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.user,
  loader: ({ params }) => {
    void trpcQueries.users.get.prefetch(params);
    void trpcQueries.practices.list.prefetch();
  },
  component: lazyRouteComponent(() => import("./user-page.tsx"), "UserPage"),
});

/** Who may use the product. */
export const usersRoutes = [usersRoute, inviteUserRoute, userRoute] as const;
