import { useDisclosure, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useReconnect } from "../lib/connection.ts";
import { useLiveUpdates } from "../lib/live.ts";
import { paths } from "../lib/paths.ts";
import { rememberFocus, useIsSignedOut } from "../lib/session.ts";
import { isDialogOpen, useKeyboard, useShortcuts } from "../lib/shortcuts.ts";
import { queryClient } from "../lib/trpc.ts";
import { useIsTypingOver } from "../lib/typing.ts";
import { dialogOnDemand } from "../ui/dialog-on-demand.tsx";
import { Header } from "./header.tsx";
import classes from "./shell.module.css";
import { useScreens } from "./screens.ts";
import { Sidebar } from "./sidebar.tsx";

const SignInAgain = dialogOnDemand(() => import("./sign-in-again.tsx"));
const KeyboardHelp = dialogOnDemand(() => import("./keyboard-help.tsx"), { takesKeys: true });
const MobileMenu = dialogOnDemand(() => import("./mobile-menu.tsx"));

/** By then nobody waits for anything any more. */
const idleMs = 4_000;

const readAgain = () => void queryClient.invalidateQueries();

/** What every screen stands in: navigation, header, keyboard. */
export function Shell() {
  const [isHelpOpen, help] = useDisclosure(false);
  const [isMenuOpen, menu] = useDisclosure(false);
  const isSignedOut = useIsSignedOut();
  const isTypingOver = useIsTypingOver(isSignedOut, rememberFocus);
  const [isNarrow, toggleNarrow] = useNarrowSidebar();
  useReconnect(readAgain);
  useLiveUpdates();
  useKeyboard();
  useShellShortcuts(help.open, toggleNarrow);
  useClientPageEarly();
  return (
    <div className={classes.shell} data-narrow={isNarrow || undefined}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <Sidebar isNarrow={isNarrow} onNarrow={toggleNarrow} />
      <div className={classes.column}>
        <Header onMenu={menu.open} onHelp={help.open} />
        <main id="content" tabIndex={-1} className={classes.content}>
          <Outlet />
        </main>
      </div>
      {isTypingOver && <SignInAgain />}
      {isHelpOpen && <KeyboardHelp onClose={help.close} />}
      {isMenuOpen && <MobileMenu onClose={menu.close} />}
    </div>
  );
}

/** Agents go on to a client: the script of its page comes before they do. */
function useClientPageEarly(): void {
  const router = useRouter();
  useEffect(() => {
    const load = () => void router.loadRouteChunk(router.routesById[paths.client])?.catch(() => undefined);
    const timer = setTimeout(load, idleMs);
    return () => clearTimeout(timer);
  }, [router]);
}

/** Where there is little room the navigation shows icons alone, unless somebody wants it otherwise. */
function useNarrowSidebar(): [boolean, () => void] {
  const hasLittleRoom = useMediaQuery("(max-width: 85em)", false, { getInitialValueInEffect: false });
  const [wish, setWish] = useLocalStorage<"narrow" | "wide" | "">({
    key: "vetsuccess-sidebar",
    defaultValue: "",
    getInitialValueInEffect: false,
  });
  const isNarrow = wish === "" ? hasLittleRoom : wish === "narrow";
  return [isNarrow, () => setWish(isNarrow ? "wide" : "narrow")];
}

/** `?`, the sidebar, and g followed by a screen's letter. */
function useShellShortcuts(openHelp: () => void, toggleSidebar: () => void): void {
  const navigate = useNavigate();
  useShortcuts("Everywhere", [
    { keys: "?", label: "This help", run: openHelp },
    { keys: "mod+b", label: "Narrow or wide navigation", run: toggleSidebar },
  ]);
  useShortcuts(
    "Go to",
    useScreens().map(({ key, label, to }) => ({
      keys: `g ${key}`,
      label,
      run: () => {
        if (!isDialogOpen()) void navigate({ to });
      },
    })),
  );
}
