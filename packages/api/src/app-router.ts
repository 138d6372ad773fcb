import { outreachRouter } from "./outreach.ts";
import { router } from "./procedures.ts";
import { sendingRouter } from "./sending.ts";
import { textsRouter } from "./texts.ts";

/** Every procedure. */
export const appRouter = router({ outreach: outreachRouter, sending: sendingRouter, texts: textsRouter });
export type AppRouter = typeof appRouter;
