import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { rootRoute } from "../../root-route.ts";

/** What is open on top of the list: a new question, or a deed and the question it is about. */
const QuestionsSearch = z.object({
  panel: z.enum(["new", "edit", "merge", "delete"]).optional().catch(undefined),
  about: z.uuid().optional().catch(undefined),
});

export const questionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.questions,
  validateSearch: QuestionsSearch,
  loader: () => void trpcQueries.questions.list.prefetch(),
  component: lazyRouteComponent(() => import("./question-list-page.tsx"), "QuestionListPage"),
});
