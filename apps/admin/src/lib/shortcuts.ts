import { useHotkeys, useLocalStorage } from "@mantine/hooks";

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

/** Single-key shortcuts, silent while somebody types into a field. */
export function useShortcuts(keys: Record<string, () => void>, isActive = true): void {
  const [isOn] = useShortcutsSetting();
  const items = Object.entries(keys).map(
    ([key, run]) => [key, run, { preventDefault: true }] as [string, () => void, { preventDefault: boolean }],
  );
  useHotkeys(isOn && isActive ? items : [], ["INPUT", "TEXTAREA", "SELECT"]);
}
