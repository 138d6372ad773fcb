import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { modKey, useShortcuts } from "../../lib/shortcuts.ts";
import classes from "./search-button.module.css";

const load = () => import("./palette.tsx");
const Palette = lazy(load);

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
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
      >
        <IconSearch size={15} aria-hidden />
        <span className={classes.words}>Search clients, practices, actions</span>
        <kbd className={classes.key} aria-hidden>
          {modKey()} K
        </kbd>
      </button>
      {isOpen && (
        <Suspense>
          <Palette onClose={palette.close} onHelp={onHelp} />
        </Suspense>
      )}
    </>
  );
}
