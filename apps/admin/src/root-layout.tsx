import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKeyboard, IconMoon, IconSun } from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { paths } from "./lib/paths.ts";
import { useShortcuts } from "./lib/shortcuts.ts";
import { trpc } from "./lib/trpc.ts";
import classes from "./root-layout.module.css";

const KeyboardHelp = lazy(() => import("./keyboard-help.tsx"));

/** The screens of the product; each has an entry in the header. */
const screens = [{ label: "Outreach", to: paths.outreach }] as const;

export function RootLayout() {
  const [isHelpOpen, help] = useDisclosure(false);
  useShortcuts({ "shift+?": help.open });
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <Link to={paths.outreach} className={classes.brand}>
          <img src="/favicon.svg" alt="" width={22} height={22} />
          VetSuccess
        </Link>
        <nav aria-label="Screens" className={classes.nav}>
          {screens.map(({ label, to }) => (
            <Link key={to} to={to} className={classes.navLink}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.tools}>
          <Connection />
          <Tooltip label="Keyboard shortcuts (?)">
            <ActionIcon
              size="lg"
              aria-label="Keyboard shortcuts"
              onClick={help.open}
              className={classes.keyboard}
            >
              <IconKeyboard size={18} />
            </ActionIcon>
          </Tooltip>
          <ThemeToggle />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={classes.content}>
        <Outlet />
      </main>
      {isHelpOpen && (
        <Suspense>
          <KeyboardHelp onClose={help.close} />
        </Suspense>
      )}
    </>
  );
}

/** Whether the last question to the server was answered. */
function Connection() {
  const { isError, isPending } = trpc.sending.state.useQuery();
  const state = isError ? "Not connected" : isPending ? "Connecting" : "Connected";
  return (
    <span
      className={classes.connection}
      data-tone={isError ? "bad" : isPending ? "neutral" : "good"}
      role="status"
    >
      <span className={classes.connectionDot} aria-hidden />
      <span className={classes.connectionWord}>{state}</span>
    </span>
  );
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  const label = isDark ? "Light theme" : "Dark theme";
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} onClick={() => setColorScheme(isDark ? "light" : "dark")}>
        {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
