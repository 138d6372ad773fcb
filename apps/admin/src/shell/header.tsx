import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconMenu2 } from "@tabler/icons-react";
import { SearchButton } from "../features/search/search-button.tsx";
import { nameOf, useAccount } from "../lib/account.ts";
import { useIsConnected } from "../lib/connection.ts";
import { Initials } from "../ui/initials.tsx";
import { onDemand } from "../ui/on-demand.tsx";
import classes from "./header.module.css";
import { PracticeSwitch } from "./practice-switch.tsx";

/** It brings a good part of the UI kit along: the page does not wait for it. */
const UserMenu = onDemand(() => import("./user-menu.tsx"));

/** Over every screen: practices, search, connection, help. */
export function Header({ onMenu, onHelp }: { onMenu: () => void; onHelp: () => void }) {
  const name = nameOf(useAccount().user);
  return (
    <header className={classes.header}>
      <ActionIcon size="lg" aria-label="Navigation" onClick={onMenu} className={classes.menu ?? ""}>
        <IconMenu2 size={19} />
      </ActionIcon>
      <PracticeSwitch />
      <div className={classes.search}>
        <SearchButton onHelp={onHelp} />
      </div>
      <div className={classes.tools}>
        <Connection />
        <ActionIcon
          data-hint="Keyboard shortcuts (?)"
          size="lg"
          aria-label="Keyboard shortcuts"
          onClick={onHelp}
          className={classes.keyboard ?? ""}
        >
          <IconKeyboard size={18} stroke={1.7} />
        </ActionIcon>
        <UserMenu
          onHelp={onHelp}
          button={
            <UnstyledButton className={classes.user} aria-haspopup="menu" aria-label={`You: ${name}`}>
              <Initials name={name} />
            </UnstyledButton>
          }
        />
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
