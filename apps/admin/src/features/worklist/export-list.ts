import { useMutation } from "@tanstack/react-query";
import { showDone, showFault } from "../../lib/errors.ts";
import { localDay, ownZone } from "../../lib/format.ts";
import { filterOf, type WorklistSearch } from "./search.ts";

/** Brings the list with its filters to the downloads. */
export function useExport() {
  return useMutation({
    mutationFn: exportList,
    onSuccess: () => showDone("The file is in your downloads."),
    onError: (error) => showFault(error.message),
  });
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
