import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";

/** The dashboard in its address. Nonsense counts as absent. */
export const DashboardSearch = z.object({
  range: z.enum(["today", "30d"]).default("30d").catch("30d"),
});
export type DashboardSearch = z.output<typeof DashboardSearch>;
export const dashboardDefaults = { range: "30d" } as const;

/** What the report asks for. */
export const reportInput = ({ range }: DashboardSearch, day: string) => ({
  day,
  days: range === "today" ? 1 : 30,
});

const route = getRouteApi(paths.dashboard);

export function useDashboardSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return {
    search,
    change: (part: Partial<DashboardSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
  };
}
