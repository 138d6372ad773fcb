import { ActionIcon, Tooltip } from "@mantine/core";
import { IconKeyboard, IconMenu2 } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { SearchButton } from "../features/search/search-button.tsx";
import { useIsConnected } from "../lib/connection.ts";
import classes from "./header.module.css";

/** Its menu brings a good part of the UI kit along: the page does not wait for it. */
const UserMenu = lazy(async () => ({ default: (await import("./user-menu.tsx")).UserMenu }));

/** Over every screen: search, connection, help. */
export function Header({ onMenu, onHelp }: { onMenu: () => void; onHelp: () => void }) {
  return (
    <header className={classes.header}>
      <ActionIcon size="lg" aria-label="Navigation" onClick={onMenu} className={classes.menu ?? ""}>
        <IconMenu2 size={19} />
      </ActionIcon>
      <div className={classes.search}>
        <SearchButton />
      </div>
      <div className={classes.tools}>
        <Connection />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon
            size="lg"
            aria-label="Keyboard shortcuts"
            onClick={onHelp}
            className={classes.keyboard ?? ""}
          >
            <IconKeyboard size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <Suspense fallback={<span className={classes.menuPlace} />}>
          <UserMenu onHelp={onHelp} />
        </Suspense>
      </div>
    </header>
  );
}

/** Whether the server is reached. */
function Connection() {
  const isConnected = useIsConnected();
  return (
    <span className={classes.connection} data-tone={isConnected ? "good" : "bad"} role="status">
      <span className={classes.connectionDot} aria-hidden />
      <span className={classes.connectionWord}>{isConnected ? "Live" : "Reconnecting"}</span>
    </span>
  );
}
