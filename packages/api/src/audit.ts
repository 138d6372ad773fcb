import { AuditPage, ListAuditInput } from "@vetsuccess/contract/audit";
import { listAudit } from "@vetsuccess/domain/audit/queries";
import { procedure, router } from "./procedures.ts";

/** The audit trail. Its export is a file: `/exports/audit.csv` of the server. */
export const auditRouter = router({
  list: procedure
    .input(ListAuditInput)
    .output(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx.deps, input)),
});
