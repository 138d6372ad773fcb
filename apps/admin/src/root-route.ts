import { createRootRoute } from "@tanstack/react-router";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";

/** What every screen stands in. */
export const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
