// oxlint-disable-next-line import/no-unassigned-import -- a setting, to be made before any schema is
import "./zod-settings.ts";
import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./ui/theme.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { watchForPeople } from "./lib/attendance.ts";
import { queryClient, trpc, trpcClient } from "./lib/trpc.ts";
import { router } from "./router.ts";
import { Hints } from "./ui/hints.tsx";
import { theme } from "./ui/theme.ts";

/** Nobody is told anything before the first page is there. */
const Toasts = lazy(async () => ({ default: (await import("./ui/toasts.tsx")).Toasts }));

watchForPeople();
// The script of the page comes while the account is asked for; should it fail, the router asks again and says so.
const [, , route] = router.getMatchedRoutes(router.latestLocation.pathname);
if (route) void router.loadRouteChunk(route)?.catch(() => undefined);

const root = document.querySelector("#root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <trpc.Provider client={trpcClient} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <Suspense>
            <Toasts />
          </Suspense>
          <RouterProvider router={router} />
          <Hints />
        </MantineProvider>
      </QueryClientProvider>
    </trpc.Provider>
  </StrictMode>,
);
