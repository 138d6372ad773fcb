import { IconBuildingHospital, IconSelector } from "@tabler/icons-react";
import type { Scope } from "../features/worklist/scope.ts";
import { useAccount } from "../lib/account.ts";
import { isDialogOpen, useShortcuts } from "../lib/shortcuts.ts";
import { trpc } from "../lib/trpc.ts";
import { onDemand } from "../ui/on-demand.tsx";
import { usePracticeScope } from "./practice-scope.ts";
import classes from "./practice-switch.module.css";

/** It brings the UI kit's list along: no page waits for it. */
const PracticePicker = onDemand(() => import("./practice-picker.tsx"));
const id = "practice-switch";

/** The practices one works for, from anywhere: all, those of a scheduler, or some. */
export function PracticeSwitch() {
  const { permissions } = useAccount();
  const isAllowed = permissions["practices.list"].isAllowed && permissions["clients.listContacted"].isAllowed;
  return isAllowed ? <Switch /> : null;
}

function Switch() {
  const { scope, isMany, choose } = usePracticeScope();
  const label = useLabel(scope);
  useShortcuts("Everywhere", [
    {
      keys: "p",
      label: "Practice or scheduler",
      run: () => {
        if (!isDialogOpen()) document.getElementById(id)?.click();
      },
    },
  ]);
  const isNarrowed = scope.scheduler !== undefined || scope.practices !== undefined;
  return (
    <PracticePicker
      scope={scope}
      isMany={isMany}
      onChoose={choose}
      button={
        <button
          type="button"
          id={id}
          className={classes.button}
          data-active={isNarrowed || undefined}
          data-hint="Practice or scheduler (p)"
          aria-haspopup="listbox"
          aria-label={`Practice or scheduler: ${label}`}
        >
          <IconBuildingHospital size={16} stroke={1.7} aria-hidden className={classes.icon} />
          <span className={classes.label}>{label}</span>
          <IconSelector size={14} aria-hidden className={classes.arrow} />
        </button>
      }
    />
  );
}

/** Only a single practice has to be asked for by name. */
function useLabel({ practices, scheduler }: Scope): string {
  const ids = practices?.split(",") ?? [];
  const list = trpc.practices.list.useQuery(undefined, { staleTime: 60_000, enabled: ids.length === 1 });
  if (scheduler !== undefined) return `Practices of ${scheduler}`;
  if (ids.length === 0) return "All practices";
  if (ids.length > 1) return `${ids.length} practices`;
  return list.data?.practices.find(({ oduId }) => oduId === ids[0])?.name ?? "One practice";
}
