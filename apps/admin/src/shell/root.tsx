import { Outlet, useRouterState } from "@tanstack/react-router";
import { Shell } from "./shell.tsx";

/** The shell around every page but those that are for anybody. */
export function Root() {
  const isOpen = useRouterState({
    select: ({ matches }) => matches.some(({ staticData }) => staticData.isOpen === true),
  });
  return isOpen ? <Outlet /> : <Shell />;
}
