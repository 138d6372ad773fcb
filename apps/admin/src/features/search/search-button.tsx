import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { modKey, useShortcuts } from "../../lib/shortcuts.ts";
import classes from "./search-button.module.css";

const load = () => import("./palette.tsx");
const Palette = lazy(load);

const nothing = { words: "", isEntered: false };

/** Opens the search from anywhere: ⌘K or Ctrl-K. */
export function SearchButton({ onHelp }: { onHelp: () => void }) {
  const [isOpen, palette] = useDisclosure(false);
  const [asked, setAsked] = useState(nothing);
  useEarlyKeys(isOpen, setAsked, palette.close);
  useEffect(() => {
    if (!isOpen) setAsked(nothing);
  }, [isOpen]);
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
          <Palette
            {...asked}
            onWords={(words) => setAsked({ words, isEntered: false })}
            onClose={palette.close}
            onHelp={onHelp}
          />
        </Suspense>
      )}
    </>
  );
}

/** What is typed before the search's field is there and has the focus goes into it, and to nothing else on the page. */
function useEarlyKeys(
  isOpen: boolean,
  setAsked: (change: (asked: typeof nothing) => typeof nothing) => void,
  close: () => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const take = (event: KeyboardEvent) => {
      const isInside = event.target instanceof Element && event.target.closest("[data-palette]") !== null;
      if (isInside || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") close();
      const change = (to: (words: string) => string) =>
        setAsked(({ words }) => ({ words: to(words), isEntered: false }));
      if (event.key === "Backspace") change((words) => words.slice(0, -1));
      if (event.key.length === 1) change((words) => words + event.key);
      if (event.key === "Enter") setAsked(({ words }) => ({ words, isEntered: words !== "" }));
    };
    document.addEventListener("keydown", take, { capture: true });
    return () => document.removeEventListener("keydown", take, { capture: true });
  }, [isOpen, setAsked, close]);
}
