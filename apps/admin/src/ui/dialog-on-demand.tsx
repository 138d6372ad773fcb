import { useEffect, useState, type ComponentType } from "react";

interface Options {
  /** What is typed until the dialog has the focus is meant for it: it was called for by a key. */
  takesKeys?: boolean;
}

/**
 * A dialog whose code comes when it is first opened, and that is drawn as soon as the code is there: `lazy` lets a dialog that was
 * waited for come a third of a second later. Keys must not reach the page meanwhile, nor get lost.
 *
 * @returns the dialog, to be drawn while it is open, and `load`, to fetch its code early
 */
export function dialogOnDemand<Props extends object>(
  fetchIt: () => Promise<{ default: ComponentType<Props> }>,
  { takesKeys = false }: Options = {},
): ComponentType<Props> & { load: () => void } {
  let Loaded: ComponentType<Props> | undefined;
  const load = async () => {
    Loaded ??= (await fetchIt()).default;
    return Loaded;
  };
  function DialogOnDemand(props: Props) {
    const [state, setState] = useState<{ Dialog?: ComponentType<Props> | undefined; error?: Error }>({
      Dialog: Loaded,
    });
    useTypedAhead(takesKeys);
    useEffect(() => {
      if (Loaded !== undefined) return;
      load().then(
        (Dialog) => setState({ Dialog }),
        (error: Error) => setState({ error }),
      );
    }, []);
    if (state.error !== undefined) throw state.error;
    const { Dialog } = state;
    return Dialog === undefined ? null : <Dialog {...props} />;
  }
  return Object.assign(DialogOnDemand, { load: () => void load().catch(() => undefined) });
}

const inDialog = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && target.closest('[role="dialog"][aria-modal="true"]') !== null;

/** Keeps keys from the page until a dialog has the focus, which then gets them one after the other. */
function useTypedAhead(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const end = new AbortController();
    const { signal } = end;
    const waiting: KeyboardEvent[] = [];
    let isGiving = false;
    const give = async () => {
      isGiving = true;
      for (let event = waiting.shift(); event !== undefined && !signal.aborted; event = waiting.shift()) {
        type(event);
        // What a key changed is drawn before the next one comes.
        await new Promise((drawn) => setTimeout(drawn, 0));
      }
      end.abort();
    };
    const keep = (event: KeyboardEvent) => {
      if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!isGiving && inDialog(event.target)) return end.abort();
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting.push(event);
    };
    const notice = ({ target }: FocusEvent) => {
      if (!isGiving && inDialog(target)) void give();
    };
    window.addEventListener("keydown", keep, { capture: true, signal });
    window.addEventListener("focusin", notice, { signal });
    return () => end.abort();
  }, [isOn]);
}

/** As if the key had been pressed where the focus is now. */
function type({ key, code, shiftKey }: KeyboardEvent): void {
  const target = document.activeElement;
  if (!inDialog(target)) return;
  const event = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(event) || !(target instanceof HTMLInputElement)) return;
  const { value, selectionStart, selectionEnd } = target;
  const [start, stop] = [selectionStart ?? value.length, selectionEnd ?? value.length];
  if (key.length === 1) target.setRangeText(key, start, stop, "end");
  else if (key === "Backspace")
    target.setRangeText("", Math.max(0, start === stop ? start - 1 : start), stop, "end");
  else return;
  target.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
