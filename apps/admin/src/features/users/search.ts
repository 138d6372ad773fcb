import { ListUsersInput, Role } from "@vetsuccess/contract/identity";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

/** The list of users in its address. */
export const UsersSearch = z.object({
  ...tableSearch,
  role: Role.optional().catch(undefined),
  state: z.enum(["active", "disabled"]).optional().catch(undefined),
  sort: ListUsersInput.shape.sort.catch("name"),
  direction: ListUsersInput.shape.direction.catch("asc"),
});
export type UsersSearch = z.output<typeof UsersSearch>;

export const usersDefaults = { page: 1, size: 25, sort: "name", direction: "asc" } as const;

/** What the list asks for. */
export function usersInput({ q, role, state, sort, direction, ...page }: UsersSearch): ListUsersInput {
  return {
    ...pageInput(page),
    sort,
    direction,
    ...(q === undefined ? {} : { search: q }),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { isActive: state === "active" }),
  };
}

const route = getRouteApi(paths.users);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useUsersSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<UsersSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<UsersSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
  };
}
