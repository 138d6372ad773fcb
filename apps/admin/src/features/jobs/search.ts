import { JobView, Queue } from "@vetsuccess/contract/jobs";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { pageInput, tableSearch } from "../../lib/query-table.ts";
import { paths } from "../../lib/paths.ts";

/** The Jobs page in its address. Nonsense counts as absent. */
export const JobsSearch = z.object({
  ...tableSearch,
  view: JobView.default("now").catch("now"),
  queue: Queue.optional().catch(undefined),
  /** What the chart shows. */
  range: z.enum(["24h", "30d"]).default("24h").catch("24h"),
  /** The job that is open. */
  job: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
  panel: z.enum(["pause", "resume"]).optional().catch(undefined),
  /** The queue that the panel is about. */
  about: Queue.optional().catch(undefined),
});
export type JobsSearch = z.output<typeof JobsSearch>;
export const jobsDefaults = { page: 1, size: 25, view: "now", range: "24h" } as const;

/** What the table asks for. */
export function jobsInput(search: JobsSearch) {
  const { view, queue, q } = search;
  return {
    ...pageInput(search),
    view,
    ...(queue === undefined ? {} : { queue }),
    ...(q === undefined ? {} : { search: q }),
  };
}

const route = getRouteApi(paths.jobs);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useJobsSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<JobsSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<JobsSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
    closePanel: () => change({ panel: undefined, about: undefined }),
  };
}
