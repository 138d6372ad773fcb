import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useEffect, useEffectEvent } from "react";
import { moveCursor } from "../../lib/query-table.ts";
import { useShortcuts, useShortcutsSetting, type Shortcut } from "../../lib/shortcuts.ts";
import { keyOf } from "./fields.ts";
import { householdOf } from "./household.ts";
import type { Desk } from "./use-desk.ts";
import type { Outcomes } from "./use-outcomes.ts";

interface Options {
  client: ClientDetail;
  desk: Desk;
  outcomes: Outcomes;
  /** The pet that keys are about. */
  current: string | null;
  setCurrent: (patientId: string) => void;
  pick: (patientIds: readonly string[]) => void;
  /** Nothing lies over the page. */
  isActive: boolean;
  isReadOnly: boolean;
}

/** Every key of the page. They stand in the help under "Client" and "Pets". */
export function useDeskKeys(options: Options): void {
  const { client, desk, outcomes, current, setCurrent, pick, isActive, isReadOnly } = options;
  const ids = client.patients.map(({ oduId }) => oduId);
  const { visit, neighbours } = desk;
  const about = (run: (patientId: string) => void) => () => {
    if (current !== null) run(current);
  };
  const move = (step: 1 | -1) => {
    const next = moveCursor(ids, current, step);
    if (next === null) return;
    setCurrent(next);
    focusPet(next);
  };
  const household = () => householdOf(client, visit, outcomes);
  const recordAll = (at: number) => {
    const outcome = outcomes.byKey[at];
    if (outcome && ids.length > 0) desk.record(household(), outcome.text);
  };
  /** What is wrong comes first. */
  const rightOr = (run: () => void) => () =>
    visit.faults().size > 0
      ? focusOn("[data-contact] [aria-invalid=true], [data-pet] [aria-invalid=true]")
      : run();

  const going: Shortcut[] = [
    { keys: "j", label: "Next pet", run: () => move(1) },
    { keys: "k", label: "Previous pet", run: () => move(-1) },
    { keys: "q", label: "Search the FAQ", run: () => focusOn("[data-faq-search]") },
    { keys: "y", label: "Timeline", run: () => focusOn("[data-timeline]") },
    { keys: "]", label: "Next client of the worklist", run: () => void neighbours.goNext() },
    { keys: "[", label: "Previous client of the worklist", run: () => void neighbours.goPrevious() },
    { keys: "u", label: "Back to the worklist", run: neighbours.goBack },
  ];
  const changing: Shortcut[] = [
    {
      keys: "e",
      label: "Edit the contact data",
      run: () => {
        if (document.querySelector("[data-contact] input")) focusOn("[data-contact] input");
        else press("[data-contact] button");
      },
    },
    { keys: "f", label: "Mark the newest text as followed, or not", run: () => press("[data-follow]") },
    { keys: "mod+s", label: "Save", run: rightOr(() => void desk.save()) },
    {
      keys: "mod+enter",
      label: "Save, and go to the next client",
      run: rightOr(() => void desk.saveAndNext()),
    },
  ];
  const ofPet: Shortcut[] = [
    ...outcomes.byKey.flatMap((outcome, at): Shortcut[] =>
      outcome
        ? [{ keys: `${at + 1}`, label: outcome.text, run: about((id) => desk.record([id], outcome.text)) }]
        : [],
    ),
    { keys: "o", label: "Choose from all outcomes", run: about((id) => pick([id])) },
    { keys: "a", label: "Choose an outcome for all pets", run: () => ids.length > 0 && pick(household()) },
    { keys: "Shift+1", label: "Outcome 1 to 9 for all pets", run: () => recordAll(0) },
    {
      keys: "x",
      label: "Opt the pet out of texts, or back in",
      run: about((id) => {
        const key = keyOf("patients", id, "optOut");
        visit.set([[key, visit.value(key) !== true]]);
      }),
    },
    {
      keys: "c",
      label: "Comment on the pet",
      run: about((id) => {
        const area = focusOn(`[data-comment="${CSS.escape(id)}"]`);
        if (area instanceof HTMLTextAreaElement) area.setSelectionRange(area.value.length, area.value.length);
      }),
    },
    {
      keys: "Backspace",
      label: "Take back what was changed of the pet",
      run: about((id) =>
        visit.undo((["outcome", "optOut", "comment"] as const).map((name) => keyOf("patients", id, name))),
      ),
    },
  ];
  useShortcuts("Client", isReadOnly ? going : [...going, ...changing], isActive);
  useShortcuts("Pets", isReadOnly ? [] : ofPet, isActive);
  useShiftedDigits(recordAll, isActive && !isReadOnly);
}

/** What Shift makes of a digit differs from keyboard to keyboard, so that the place of the key counts. */
function useShiftedDigits(record: (at: number) => void, isActive: boolean): void {
  const [areSingleKeysOn] = useShortcutsSetting();
  const listen = useEffectEvent((event: KeyboardEvent) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const isField = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField;
    if (digit === undefined || !event.shiftKey || isOther) return;
    event.preventDefault();
    record(Number(digit) - 1);
  });
  useEffect(() => {
    if (!isActive || !areSingleKeysOn) return undefined;
    const handle = (event: KeyboardEvent) => listen(event);
    document.addEventListener("keydown", handle);
    return () => document.removeEventListener("keydown", handle);
  }, [isActive, areSingleKeysOn]);
}

export function focusPet(patientId: string): void {
  focusOn(`[data-pet="${CSS.escape(patientId)}"]`);
}

/** The pet that keys are about. */
export function focusCurrentPet(): void {
  focusOn("[data-pet][aria-current]");
}

function focusOn(selector: string): HTMLElement | null {
  const target = document.querySelector<HTMLElement>(selector);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
  return target;
}

const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
