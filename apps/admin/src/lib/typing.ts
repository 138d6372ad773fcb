import { useEffect, useState } from "react";

/** Whoever pauses so long is not in the middle of a word. */
const pauseMs = 700;

/**
 * True once nobody has pressed a key for a moment, counted from when it is asked: what takes the focus waits for that.
 *
 * @param onOver just before
 */
export function useIsTypingOver(isAsked: boolean, onOver: () => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        document.removeEventListener("keydown", wait, { capture: true });
        onOver();
        setIsOver(true);
      }, pauseMs);
    };
    wait();
    document.addEventListener("keydown", wait, { capture: true });
    return () => {
      document.removeEventListener("keydown", wait, { capture: true });
      clearTimeout(timer);
      setIsOver(false);
    };
  }, [isAsked, onOver]);
  return isAsked && isOver;
}
