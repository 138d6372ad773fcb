import { clientsRouter } from "./clients.ts";
import { outcomesRouter } from "./outcomes.ts";
import { outreachRouter } from "./outreach.ts";
import { practicesRouter } from "./practices.ts";
import { router } from "./procedures.ts";
import { questionsRouter } from "./questions.ts";
import { sendingRouter } from "./sending.ts";
import { textsRouter } from "./texts.ts";

/** Every procedure. */
export const appRouter = router({
  clients: clientsRouter,
  outcomes: outcomesRouter,
  outreach: outreachRouter,
  practices: practicesRouter,
  questions: questionsRouter,
  sending: sendingRouter,
  texts: textsRouter,
});
export type AppRouter = typeof appRouter;
