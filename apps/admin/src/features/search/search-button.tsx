import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { modKey, useShortcuts } from "../../lib/shortcuts.ts";
import classes from "./search-button.module.css";

const load = () => import("./palette.tsx");
const Palette = lazy(load);

const nothing = { words: "", isEntered: false };
/** What is looked for; null: the search is closed. */
type Asked = typeof nothing | null;

/** Opens the search from anywhere: ⌘K or Ctrl-K. */
export function SearchButton({ onHelp }: { onHelp: () => void }) {
  const [asked, setAsked] = useState<Asked>(null);
  const toggle = () => setAsked((now) => (now === null ? nothing : null));
  useShortcuts("Everywhere", [{ keys: "mod+k", label: "Search", run: toggle }]);
  useEarlyKeys(asked !== null, setAsked);
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setAsked(nothing)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
      >
        <IconSearch size={15} aria-hidden />
        <span className={classes.words}>Search clients, practices, actions</span>
        <kbd className={classes.key} aria-hidden>
          {modKey()} K
        </kbd>
      </button>
      {asked !== null && (
        <Suspense>
          <Palette
            {...asked}
            onWords={(words) => setAsked({ words, isEntered: false })}
            onClose={() => setAsked(null)}
            onHelp={onHelp}
          />
        </Suspense>
      )}
    </>
  );
}

/** What is typed before the search's field is there and has the focus goes into it, and to nothing else on the page. */
function useEarlyKeys(isOpen: boolean, setAsked: (change: (asked: Asked) => Asked) => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const change = (to: (words: string) => string) =>
      setAsked((asked) => asked && { words: to(asked.words), isEntered: false });
    const take = (event: KeyboardEvent) => {
      const isInside = event.target instanceof Element && event.target.closest("[data-palette]") !== null;
      if (isInside || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") setAsked(() => null);
      else if (event.key === "Backspace") change((words) => words.slice(0, -1));
      else if (event.key === "Enter")
        setAsked((asked) => asked && { ...asked, isEntered: asked.words !== "" });
      else if (event.key.length === 1) change((words) => words + event.key);
    };
    document.addEventListener("keydown", take, { capture: true });
    return () => document.removeEventListener("keydown", take, { capture: true });
  }, [isOpen, setAsked]);
}
