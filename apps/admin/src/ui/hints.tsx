import { lazy, Suspense, useEffect, useState } from "react";

const HintBubble = lazy(() => import("./hint-bubble.tsx"));

const delayMs = 300;

/**
 * Shows the `data-hint` of whatever the pointer rests on; that of something disabled also to the keyboard and to a finger.
 * One for the whole app: the bubble is loaded with the first hint, and a page of forty pets carries forty attributes, no more.
 */
export function Hints() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let next: HTMLElement | null = null;
    const show = (hinted: HTMLElement | null, afterMs: number) => {
      if (hinted === next) return;
      clearTimeout(timer);
      next = hinted;
      setTarget(null);
      if (hinted) timer = setTimeout(() => setTarget(hinted), afterMs);
    };
    const onOver = ({ target: over, pointerType }: PointerEvent) => {
      if (pointerType !== "touch") show(hintedAt(over), delayMs);
    };
    const onDown = ({ target: pressed }: PointerEvent) => show(disabledAt(pressed), 0);
    const onFocus = ({ target: focused }: FocusEvent) => show(disabledAt(focused), 0);
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape") show(null, 0);
    };
    const onOut = () => show(null, 0);
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener("pointerover", onOver, { signal });
    document.addEventListener("pointerdown", onDown, { signal });
    document.addEventListener("focusin", onFocus, { signal });
    document.addEventListener("focusout", onOut, { signal });
    document.addEventListener("keydown", onKey, { signal });
    document.documentElement.addEventListener("pointerleave", onOut, { signal });
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, []);
  if (!target) return null;
  return (
    <Suspense>
      <HintBubble target={target} />
    </Suspense>
  );
}

const hintedAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-hint]") : null;

/** Something that says why it cannot be used. */
function disabledAt(target: EventTarget | null): HTMLElement | null {
  const hinted = hintedAt(target);
  return hinted?.ariaDisabled === "true" ? hinted : null;
}
