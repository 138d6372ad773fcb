import { useLocation, useNavigate } from "@tanstack/react-router";
import { useScope, type Scope } from "../features/worklist/scope.ts";
import { searchDefaults, type WorklistSearch } from "../features/worklist/search.ts";
import { paths } from "../lib/paths.ts";

/** Screens that can show one practice alone, named in their address. */
const ofOne: readonly string[] = [paths.outreach, paths.messages, paths.decisions];

/**
 * The practices that the screen shows, as its address has them, and how to choose others. Screens that know no practices
 * have those that the worklist opens with, and lead to it. A scheduler's practices are for the worklist alone.
 */
export function usePracticeScope(): {
  scope: Scope;
  /** Whether several practices can be chosen. */
  isMany: boolean;
  choose: (scope: Scope) => void;
} {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [remembered, remember] = useScope();
  const isWorklist = pathname === paths.worklist;
  const isOfOne = ofOne.includes(pathname);
  return {
    scope: isWorklist
      ? { practices: search.practices, scheduler: search.scheduler }
      : isOfOne
        ? { practices: search.practice }
        : remembered,
    isMany: !isOfOne,
    choose: (scope) => {
      if (isOfOne && scope.scheduler === undefined) {
        void navigate({ to: ".", search: (before) => ({ ...before, practice: scope.practices, page: 1 }) });
        return;
      }
      remember(scope);
      if (isWorklist) {
        const { practices, scheduler } = scope;
        const narrow = (before: WorklistSearch) => ({ ...before, practices, scheduler, page: 1 });
        void navigate({ from: paths.worklist, to: paths.worklist, search: narrow });
      } else void navigate({ to: paths.worklist, search: { ...searchDefaults, ...scope } });
    },
  };
}
