import { createRootRoute } from "@tanstack/react-router";
import { NotFoundPage } from "./not-found-page.tsx";
import { RootLayout } from "./root-layout.tsx";

/** What every screen stands in. */
export const rootRoute = createRootRoute({ component: RootLayout, notFoundComponent: NotFoundPage });
