import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { z } from "zod";
import { From, paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

const open = { getParentRoute: () => rootRoute, staticData: { isOpen: true } } as const;

const signInRoute = createRoute({
  ...open,
  path: paths.signIn,
  validateSearch: z.object({ from: From }),
  beforeLoad: async ({ search }) => {
    const { isSignedIn } = await trpcQueries.auth.state.fetch();
    // oxlint-disable-next-line typescript/only-throw-error -- a redirect is what the router wants thrown
    if (isSignedIn) throw redirect({ href: search.from ?? "/", replace: true });
  },
  component: lazyRouteComponent(() => import("./sign-in-page.tsx"), "SignInPage"),
});

const forgotPasswordRoute = createRoute({
  ...open,
  path: paths.forgotPassword,
  component: lazyRouteComponent(() => import("./forgot-password-page.tsx"), "ForgotPasswordPage"),
});

const resetPasswordRoute = createRoute({
  ...open,
  path: paths.resetPassword,
  component: lazyRouteComponent(() => import("./link-pages.tsx"), "ResetPasswordPage"),
});

const acceptInvitationRoute = createRoute({
  ...open,
  path: paths.acceptInvitation,
  component: lazyRouteComponent(() => import("./link-pages.tsx"), "AcceptInvitationPage"),
});

/** The pages for those who are not signed in. */
export const authRoutes = [
  signInRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  acceptInvitationRoute,
] as const;
