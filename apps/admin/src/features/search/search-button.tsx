import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { modKey, useShortcuts } from "../../lib/shortcuts.ts";
import { dialogOnDemand } from "../../ui/dialog-on-demand.tsx";
import classes from "./search-button.module.css";

const Palette = dialogOnDemand(() => import("./palette.tsx"), { takesKeys: true });

/** Opens the search from anywhere: ⌘K or Ctrl-K. */
export function SearchButton({ onHelp }: { onHelp: () => void }) {
  const [isOpen, palette] = useDisclosure(false);
  useShortcuts("Everywhere", [{ keys: "mod+k", label: "Search", run: palette.toggle }]);
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={palette.open}
        onPointerEnter={Palette.load}
        onFocus={Palette.load}
      >
        <IconSearch size={15} aria-hidden />
        <span className={classes.words}>Search clients, practices, actions</span>
        <kbd className={classes.key} aria-hidden>
          {modKey()} K
        </kbd>
      </button>
      {isOpen && <Palette onClose={palette.close} onHelp={onHelp} />}
    </>
  );
}
