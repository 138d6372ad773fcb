import { createRootRoute, redirect } from "@tanstack/react-router";
import { loadAccount } from "./lib/account.ts";
import { paths } from "./lib/paths.ts";
import { ErrorPage } from "./shell/error-page.tsx";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Root } from "./shell/root.tsx";
import { StartingPage } from "./shell/starting-page.tsx";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** For anybody, and outside the shell: sign-in and what leads to it. */
    isOpen?: boolean;
  }
}

/** What every screen stands in. Whoever is not signed in is led to the sign-in, and back. */
export const rootRoute = createRootRoute({
  beforeLoad: async ({ location, matches }) => {
    if (matches.some(({ staticData }) => staticData.isOpen === true)) return;
    const account = await loadAccount();
    const from = location.href === "/" ? undefined : location.href;
    // oxlint-disable-next-line typescript/only-throw-error -- a redirect is what the router wants thrown
    if (!account) throw redirect({ to: paths.signIn, search: { from }, replace: true });
    if (account.mustSetUpSecondFactor && !location.pathname.startsWith(paths.account))
      // oxlint-disable-next-line typescript/only-throw-error -- as above
      throw redirect({ to: paths.secondFactor, search: { from }, replace: true });
  },
  component: Root,
  pendingComponent: StartingPage,
  pendingMs: 400,
  pendingMinMs: 0,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});
