import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";

/** What is open on the account page, in its address. */
export const AccountSearch = z.object({
  panel: z.enum(["name", "password", "codes", "remove"]).optional().catch(undefined),
});

const route = getRouteApi(paths.account);

export function useAccountPanel() {
  const { panel } = route.useSearch();
  const navigate = route.useNavigate();
  return {
    panel,
    open: (next: z.output<typeof AccountSearch>["panel"]) => void navigate({ search: { panel: next } }),
    close: () => void navigate({ search: {} }),
  };
}
