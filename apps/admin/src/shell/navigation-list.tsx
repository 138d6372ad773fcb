import { Link } from "@tanstack/react-router";
import { navigationGroups } from "../navigation.ts";
import classes from "./navigation-list.module.css";
import { useScreens } from "./screens.ts";

/** The screens by group. Narrow: icons, whose names the pointer and the screen reader still get. */
export function NavigationList({ isNarrow, onFollow }: { isNarrow: boolean; onFollow?: () => void }) {
  const screens = useScreens();
  const groups = navigationGroups
    .map((group) => ({ group, entries: screens.filter((screen) => screen.group === group) }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <nav aria-label="Screens" className={classes.list} data-narrow={isNarrow || undefined}>
      {groups.map(({ group, entries }) => (
        <section key={group} className={classes.group} aria-label={group}>
          <h2 className={classes.heading}>{group}</h2>
          {entries.map(({ label, to, icon: Icon, key }) => (
            <Link
              key={to}
              data-hint={isNarrow ? label : `g then ${key}`}
              data-hint-side="right"
              to={to}
              className={classes.entry}
              aria-label={label}
              onClick={() => onFollow?.()}
            >
              <Icon size={17} stroke={1.7} aria-hidden className={classes.icon} />
              <span className={classes.label}>{label}</span>
            </Link>
          ))}
        </section>
      ))}
    </nav>
  );
}
