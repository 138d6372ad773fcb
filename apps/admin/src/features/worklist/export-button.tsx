import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRefusal } from "../../lib/account.ts";
import { showDone, showFault } from "../../lib/errors.ts";
import { formatCount, localDay, ownZone } from "../../lib/format.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { filterOf, useWorklistSearch, type WorklistSearch } from "./search.ts";
import classes from "./toolbar.module.css";

/** As many as the server writes into one file. */
const most = 50_000;

/** The list with its filters as a file, for those who may take it away. */
export function ExportButton({ total }: { total: number | undefined }) {
  const { search } = useWorklistSearch();
  const refusal = useRefusal("clients.export");
  const exported = useMutation({
    mutationFn: exportList,
    onSuccess: () => showDone("The file is in your downloads."),
    onError: (error) => showFault(error.message),
  });
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

async function exportList(search: WorklistSearch): Promise<void> {
  const { sort, direction } = search;
  const answer = await fetch("/exports/contacted.csv", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...filterOf(search), timeZone: ownZone(), sort, direction }),
  }).catch(() => null);
  if (!answer) throw new Error("The server does not answer. Try again in a moment.");
  if (!answer.ok) {
    const body = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
    throw new Error(body?.error?.message ?? "The file could not be made.");
  }
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = `contacted-clients-${localDay(new Date())}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
