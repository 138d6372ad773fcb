import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef } from "react";

/** What a key does, in words for the help. */
export interface Shortcut {
  /** One key as the browser names it ("j", "?", "Enter"), two one after the other ("g o"), or one with Ctrl or ⌘ ("mod+k"). */
  keys: string;
  label: string;
  run: () => void;
}

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
  isActive: boolean;
}

/** Of everything that is on the screen, in the order in which it came there: the last one wins. */
const groups = new Set<{ current: Group }>();

/** The second key of a pair must follow within this. */
const pairMs = 1_200;

/**
 * Adds keys for as long as the component is on the screen, and to the keyboard help. Silent while somebody types into a
 * field, except for those with Ctrl or ⌘.
 *
 * @param title heading in the help; the same title in several places is one list
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[], isActive = true): void {
  const group = useRef<Group>({ title, shortcuts, isActive });
  useEffect(() => {
    group.current = { title, shortcuts, isActive };
  });
  useEffect(() => {
    groups.add(group);
    return () => void groups.delete(group);
  }, []);
}

/** Every shortcut of the screen by its heading, for the help. */
export function shortcutsByTitle(): Map<string, Shortcut[]> {
  const byTitle = new Map<string, Shortcut[]>();
  for (const { current } of groups)
    byTitle.set(current.title, [...(byTitle.get(current.title) ?? []), ...current.shortcuts]);
  return byTitle;
}

/**
 * What a key leads to: a deed, or the first half of a pair.
 *
 * @param pending the key before it, if that began a pair
 */
export function findShortcut(
  active: readonly Pick<Group, "shortcuts">[],
  key: string,
  pending: string | null,
): { run: (() => void) | null; pending: string | null } {
  const all = active.flatMap(({ shortcuts }) => shortcuts);
  const second = pending === null ? undefined : all.findLast(({ keys }) => keys === `${pending} ${key}`);
  if (second) return { run: second.run, pending: null };
  if (all.some(({ keys }) => keys.startsWith(`${key} `))) return { run: null, pending: key };
  return { run: all.findLast(({ keys }) => keys === key)?.run ?? null, pending: null };
}

/**
 * Listens to the keyboard; the shell does it once for all. A field of the page gives its keys back with Escape, and a
 * drop-down as soon as something is chosen in it with the pointer.
 */
export function useKeyboard(): void {
  const [areSingleKeysOn] = useShortcutsSetting();
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    let leaving: HTMLElement | null = null;
    let pointed: EventTarget | null = null;
    // Asked before anybody acts on the key: what it closes is gone a moment later.
    const lookAhead = ({ target }: KeyboardEvent) => {
      leaving = isField(target) && isOfPage(target) ? target : null;
      pointed = null;
    };
    const point = ({ target }: PointerEvent) => {
      pointed = target;
    };
    const choose = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement && target === pointed && isOfPage(target)) target.blur();
    };
    const listen = (event: KeyboardEvent) => {
      const isWithMod = event.metaKey || event.ctrlKey;
      if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Shift") return;
      if (event.key === "Escape" && event.target === leaving) return leaving?.blur();
      if (!isWithMod && (!areSingleKeysOn || isElsewhere(event.target))) return;
      const key = isWithMod ? `mod+${event.key.toLowerCase()}` : event.key;
      const pending = first && event.timeStamp - first.at < pairMs ? first.key : null;
      const active = [...groups].map(({ current }) => current).filter(({ isActive }) => isActive);
      const found = findShortcut(active, key, pending);
      first = found.pending === null ? null : { key: found.pending, at: event.timeStamp };
      if (found.run === null) return;
      event.preventDefault();
      found.run();
    };
    const end = new AbortController();
    const { signal } = end;
    document.addEventListener("keydown", lookAhead, { capture: true, signal });
    document.addEventListener("keydown", listen, { signal });
    document.addEventListener("pointerdown", point, { capture: true, signal });
    document.addEventListener("change", choose, { signal });
    return () => end.abort();
  }, [areSingleKeysOn]);
}

/**
 * Whether single keys do something. Those who dictate, or type with a switch, must be able to turn them off (WCAG 2.1.4).
 */
export function useShortcutsSetting(): [boolean, (isOn: boolean) => void] {
  const [value, setValue] = useLocalStorage<"on" | "off">({
    key: "vetsuccess-shortcuts",
    defaultValue: "on",
    getInitialValueInEffect: false,
  });
  return [value === "on", (isOn) => setValue(isOn ? "on" : "off")];
}

/** Fields that have no use for letters. */
const wordless = ["checkbox", "radio", "range", "color", "file", "button", "submit", "reset", "image"];

/** Whether letters mean something to it: text is typed into it, or it goes to the choice that begins so. */
export function takesLetters(given: {
  tagName: string;
  type?: string | undefined;
  isContentEditable?: boolean;
}): boolean {
  const { tagName, type = "text", isContentEditable = false } = given;
  if (tagName === "INPUT") return !wordless.includes(type);
  return tagName === "TEXTAREA" || tagName === "SELECT" || isContentEditable;
}

/** Whether what is typed there is text, and no key of the page. */
export const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && takesLetters(target);

/** Keys of the page stay out of fields, and of menus and panels that are open over it. */
const isElsewhere = (target: EventTarget | null): boolean =>
  isField(target) ||
  (target instanceof Element && target.closest('[role="menu"], [role="dialog"]:not([aria-modal])') !== null);

/** Nothing else has a use for Escape: no dialog, no panel, no list of suggestions. */
const isOfPage = (target: HTMLElement): boolean =>
  !isDialogOpen() &&
  target.closest('[role="dialog"]') === null &&
  target.getAttribute("aria-expanded") !== "true";

/** Whether something lies over the page that keys of the page should not reach through. */
export const isDialogOpen = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/** What "mod" is called on the keyboard. */
export const modKey = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl");
