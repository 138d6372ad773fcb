import { ActionIcon } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { NavigationList } from "./navigation-list.tsx";
import classes from "./sidebar.module.css";

/** The navigation at the left of a wide screen. */
export function Sidebar({ isNarrow, onNarrow }: { isNarrow: boolean; onNarrow: () => void }) {
  const label = isNarrow ? "Widen the navigation" : "Narrow the navigation";
  const Icon = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <aside className={classes.sidebar} data-narrow={isNarrow || undefined}>
      <Link to="/" className={classes.brand} aria-label="VetSuccess">
        <img src="/favicon.svg" alt="" width={22} height={22} />
        <span className={classes.name}>VetSuccess</span>
      </Link>
      <NavigationList isNarrow={isNarrow} />
      <div className={classes.foot}>
        <ActionIcon
          data-hint={label}
          data-hint-side="right"
          size="lg"
          aria-label={label}
          aria-expanded={!isNarrow}
          onClick={onNarrow}
        >
          <Icon size={18} stroke={1.7} />
        </ActionIcon>
      </div>
    </aside>
  );
}
