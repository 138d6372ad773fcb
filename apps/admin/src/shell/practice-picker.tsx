import { Combobox, useCombobox } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import {
  cloneElement,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ReactElement,
  type Ref,
  type RefObject,
} from "react";
import type { Scope } from "../features/worklist/scope.ts";
import { messageOf } from "../lib/errors.ts";
import { plural } from "../lib/format.ts";
import { trpc } from "../lib/trpc.ts";
import { useOpenAtOnce } from "../ui/on-demand.tsx";
import classes from "./practice-picker.module.css";

interface Props {
  scope: Scope;
  isMany: boolean;
  onChoose: (scope: Scope) => void;
  button: ReactElement<{ ref?: Ref<HTMLButtonElement>; onClick?: () => void; "aria-expanded"?: boolean }>;
}

/** Schedulers and practices, to be found by typing. Loaded when it is first opened. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function PracticePicker({ scope, isMany, onChoose, button: given }: Props) {
  const { button, isOpen, setIsOpen } = useOpenAtOnce();
  const [words, setWords] = useState("");
  const combobox = useCombobox({ opened: isOpen, onOpenedChange: setIsOpen });
  const { selectFirstOption, resetSelectedOption, focusSearchInput } = combobox;
  const panel = useRef<HTMLDivElement>(null);
  const { data, isPending, error } = trpc.practices.list.useQuery(undefined, { staleTime: 60_000 });
  const chosen = scope.practices?.split(",") ?? [];
  const fits = (name: string) => name.toLowerCase().includes(words.trim().toLowerCase());
  const schedulers = data?.schedulers.filter(({ name }) => fits(name)) ?? [];
  const practices = data?.practices.filter(({ name, oduId }) => fits(name ?? oduId)) ?? [];
  const isAll = scope.scheduler === undefined && chosen.length === 0;
  useEffect(() => {
    if (isOpen) focusSearchInput();
    else setWords("");
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the function is new each time
  }, [isOpen]);
  // What was typed leads to the first that fits; without words nothing is chosen by Enter.
  useEffect(() => {
    if (words === "") resetSelectedOption();
    else selectFirstOption();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the functions are new each time
  }, [words]);

  const close = () => {
    setIsOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  useLeaving({
    button,
    panel,
    isOpen,
    onEscape: close,
    onLeave: () => setIsOpen(false),
    onScreen: () => (panel.current?.contains(document.activeElement) ? close() : setIsOpen(false)),
  });
  const submit = (value: string) => {
    const id = value.slice(value.indexOf(":") + 1);
    if (value.startsWith("practice:") && isMany) {
      const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
      onChoose(next.length === 0 ? {} : { practices: next.join(",") });
      return;
    }
    onChoose(value === "all" ? {} : value.startsWith("practice:") ? { practices: id } : { scheduler: id });
    close();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={submit} position="bottom-start" width={288} shadow="md">
      <Combobox.Target withAriaAttributes={false} withKeyboardNavigation={false}>
        {cloneElement(given, {
          ref: button,
          onClick: () => setIsOpen(!isOpen),
          "aria-expanded": isOpen,
        })}
      </Combobox.Target>
      <Combobox.Dropdown ref={panel}>
        <Combobox.Search
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={combobox.listId ?? ""}
          aria-autocomplete="list"
          aria-label="Look for a practice or scheduler"
          placeholder="Practice or scheduler"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Combobox.Options
          aria-label="Practices and schedulers"
          aria-multiselectable={isMany}
          className={classes.options ?? ""}
        >
          {fits("All practices") && <Row value="all" label="All practices" isChosen={isAll} />}
          {schedulers.length > 0 && (
            <Combobox.Group label="All practices of a scheduler">
              {schedulers.map(({ name, practiceIds }) => (
                <Row
                  key={name}
                  value={`scheduler:${name}`}
                  label={name}
                  detail={plural(practiceIds.length, "practice")}
                  isChosen={scope.scheduler === name}
                />
              ))}
            </Combobox.Group>
          )}
          {practices.length > 0 && (
            <Combobox.Group label={isMany ? "Practices, one or more" : "Practices"}>
              {practices.map(({ oduId, name }) => (
                <Row
                  key={oduId}
                  value={`practice:${oduId}`}
                  label={name ?? oduId}
                  isChosen={chosen.includes(oduId)}
                />
              ))}
            </Combobox.Group>
          )}
        </Combobox.Options>
        {schedulers.length + practices.length === 0 && (
          <p className={classes.none} role="status">
            {error && !data
              ? messageOf(error)
              : isPending
                ? "Loading …"
                : words === ""
                  ? "There are no practices yet."
                  : `Nothing fits “${words.trim()}”.`}
          </p>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What closes the panel besides a choice: Escape, wherever the focus is; the focus elsewhere; another screen. */
function useLeaving(given: {
  button: RefObject<HTMLElement | null>;
  panel: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onEscape: () => void;
  onLeave: () => void;
  onScreen: () => void;
}) {
  const { button, panel, isOpen } = given;
  const { pathname } = useLocation();
  const onScreen = useEffectEvent(given.onScreen);
  const onFocus = useEffectEvent(({ target }: FocusEvent) => {
    const isInside = [button, panel].some(({ current }) => current?.contains(target as Node));
    if (!isInside) given.onLeave();
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    // It is spent: the page below keeps what its own Escape would clear.
    event.preventDefault();
    event.stopPropagation();
    given.onEscape();
  });
  useEffect(() => {
    onScreen();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another address is what it waits for
  }, [pathname]);
  useEffect(() => {
    if (!isOpen) return;
    const end = new AbortController();
    const options = { capture: true, signal: end.signal };
    document.addEventListener("focusin", (event) => onFocus(event), options);
    document.addEventListener("keydown", (event) => onKey(event), options);
    return () => end.abort();
  }, [isOpen]);
}

function Row(props: { value: string; label: string; detail?: string; isChosen: boolean }) {
  const { value, label, detail, isChosen } = props;
  return (
    <Combobox.Option value={value} active={isChosen} aria-selected={isChosen} className={classes.row}>
      <IconCheck size={14} aria-hidden className={classes.check} data-chosen={isChosen || undefined} />
      <span className={classes.label}>{label}</span>
      {detail !== undefined && <span className={classes.detail}>{detail}</span>}
    </Combobox.Option>
  );
}
