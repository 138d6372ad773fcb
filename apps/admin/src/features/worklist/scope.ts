import { useLocalStorage } from "@mantine/hooks";
import { noFilters, useWorklistSearch, type WorklistSearch } from "./search.ts";

/** The practices that an agent works for: of one scheduler, or chosen one by one; neither: all. */
export type Scope = Pick<WorklistSearch, "practices" | "scheduler">;

const key = "vetsuccess-scope";

/** What was chosen last on this device: the worklist opens with it. */
export function useScope(): [Scope, (scope: Scope) => void] {
  const [scope, setScope] = useLocalStorage<Scope>({
    key,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  return [scope, setScope];
}

/** Takes every filter away, and with them the practices that the worklist would open with. */
export function useClearFilters(): () => void {
  const [, setScope] = useScope();
  const { filter } = useWorklistSearch();
  return () => {
    setScope({});
    filter(noFilters);
  };
}

/** The same outside React. Whatever cannot be read counts as all practices. */
export function readScope(): Scope {
  try {
    const { practices, scheduler } = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, unknown>;
    return {
      ...(typeof practices === "string" ? { practices } : {}),
      ...(typeof scheduler === "string" ? { scheduler } : {}),
    };
  } catch {
    return {};
  }
}
