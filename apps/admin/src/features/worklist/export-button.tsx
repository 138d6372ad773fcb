import { IconDownload } from "@tabler/icons-react";
import { useRefusal } from "../../lib/account.ts";
import { formatCount } from "../../lib/format.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { useExport } from "./export-list.ts";
import { useWorklistSearch } from "./search.ts";
import classes from "./toolbar.module.css";

/** As many as the server writes into one file. */
const most = 50_000;

/** The list with its filters as a file, for those who may take it away. */
export function ExportButton({ total }: { total: number | undefined }) {
  const { search } = useWorklistSearch();
  const refusal = useRefusal("clients.export");
  const exported = useExport();
  const reason =
    refusal ??
    (total === 0
      ? "There is nothing to export."
      : total !== undefined && total > most
        ? `A file holds at most ${formatCount(most)} texts: narrow the filters.`
        : undefined);
  return (
    <ReasonButton
      variant="default"
      className={classes.wideOnly ?? ""}
      reason={reason}
      loading={exported.isPending}
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => exported.mutate(search)}
    >
      Export
    </ReasonButton>
  );
}
