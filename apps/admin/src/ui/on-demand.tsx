import {
  cloneElement,
  lazy,
  Suspense,
  useEffect,
  useRef,
  useState,
  type ComponentType,
  type ReactElement,
  type RefObject,
} from "react";

interface ButtonProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
}

interface WithButton {
  /** What opens it; with a popup's ref, once that is there. */
  button: ReactElement<ButtonProps & { ref?: RefObject<HTMLButtonElement | null> }>;
}

/**
 * A button with a menu or panel whose code comes when the pointer or the focus is near it: no page waits for what nobody may
 * open. The panel opens as soon as it is there: see `useOpenAtOnce`.
 */
export function onDemand<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props & WithButton> }>,
): ComponentType<Props & WithButton> {
  const Loaded = lazy(load);
  return function OnDemand(props) {
    const [isWanted, setIsWanted] = useState(false);
    const fetchIt = () => void load();
    if (!isWanted)
      return cloneElement(props.button, {
        onClick: () => setIsWanted(true),
        onPointerEnter: fetchIt,
        onFocus: fetchIt,
      });
    return (
      <Suspense fallback={props.button}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

/** For the panel of an `onDemand` button: open from its first moment, and the button keeps the focus to return to. */
export function useOpenAtOnce() {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      button.current?.focus({ preventScroll: true });
      setIsOpen(true);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return { button, isOpen, setIsOpen };
}
