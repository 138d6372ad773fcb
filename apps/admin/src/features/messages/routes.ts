import { createRoute, lazyRouteComponent, stripSearchParams } from "@tanstack/react-router";
import { paths } from "../../lib/paths.ts";
import { whenEntering } from "../../lib/entering.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";
import { messagesDefaults, messagesInput, MessagesSearch } from "./search.ts";

export const messagesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.messages,
  validateSearch: MessagesSearch,
  search: { middlewares: [stripSearchParams(messagesDefaults)] },
  loaderDeps: ({ search }) => ({ texts: messagesInput(search), text: search.text }),
  loader: ({ deps, cause }) => {
    void trpcQueries.practices.list.prefetch();
    const rows = trpcQueries.texts.list.prefetch(deps.texts);
    if (deps.text !== undefined) void trpcQueries.texts.get.prefetch({ uuid: deps.text });
    return whenEntering(cause, rows);
  },
  component: lazyRouteComponent(() => import("./messages-page.tsx"), "MessagesPage"),
});
