import { accountRouter } from "./account.ts";
import { alertsRouter } from "./alerts.ts";
import { apiKeysRouter } from "./api-keys.ts";
import { auditRouter } from "./audit.ts";
import { authRouter } from "./auth.ts";
import { clientsRouter } from "./clients.ts";
import { jobsRouter } from "./jobs.ts";
import { liveRouter } from "./live.ts";
import { emailUpdatesRouter } from "./email-updates.ts";
import { outcomesRouter } from "./outcomes.ts";
import { outreachRouter } from "./outreach.ts";
import { practicesRouter } from "./practices.ts";
import { presenceRouter } from "./presence.ts";
import { router } from "./procedures.ts";
import { questionsRouter } from "./questions.ts";
import { sendingRouter } from "./sending.ts";
import { systemRouter } from "./system.ts";
import { templatesRouter } from "./templates.ts";
import { textsRouter } from "./texts.ts";
import { usersRouter } from "./users.ts";
import { viewsRouter } from "./views.ts";

/** Every procedure. */
export const appRouter = router({
  account: accountRouter,
  alerts: alertsRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  auth: authRouter,
  clients: clientsRouter,
  jobs: jobsRouter,
  live: liveRouter,
  emailUpdates: emailUpdatesRouter,
  outcomes: outcomesRouter,
  outreach: outreachRouter,
  practices: practicesRouter,
  presence: presenceRouter,
  questions: questionsRouter,
  sending: sendingRouter,
  system: systemRouter,
  templates: templatesRouter,
  texts: textsRouter,
  users: usersRouter,
  views: viewsRouter,
});
export type AppRouter = typeof appRouter;
