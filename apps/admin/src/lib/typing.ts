import { useEffect, useState } from "react";

/** Whoever pauses so long is not in the middle of a word. */
const pauseMs = 1_500;

let lastTypedAt = -Infinity;
const noteTyping = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
  if ((key.length === 1 && !ctrlKey && !metaKey) || key === "Backspace") lastTypedAt = Date.now();
};
addEventListener("keydown", noteTyping, { capture: true });

/**
 * True once nobody is in the middle of typing: what takes the focus waits for that. At once, when nobody was typing.
 *
 * @param onOver just before
 */
export function useIsTypingOver(isAsked: boolean, onOver: () => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const restMs = lastTypedAt + pauseMs - Date.now();
      if (restMs > 0) timer = setTimeout(look, restMs);
      else {
        onOver();
        setIsOver(true);
      }
    };
    timer = setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      setIsOver(false);
    };
  }, [isAsked, onOver]);
  return isAsked && isOver;
}
