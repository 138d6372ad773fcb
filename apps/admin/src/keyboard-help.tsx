import { Kbd, Modal, Switch } from "@mantine/core";
import classes from "./keyboard-help.module.css";
import { useShortcutsSetting } from "./lib/shortcuts.ts";

const shortcuts = [
  [["j", "k"], "Next and previous text"],
  [["Enter"], "Open the text"],
  [["Esc"], "Close, or leave the search"],
  [["/"], "Search"],
  [["[", "]"], "Day before, day after"],
  [["t"], "Today"],
  [["?"], "This help"],
] as const;

/** Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const [isOn, setIsOn] = useShortcutsSetting();
  return (
    <Modal opened onClose={onClose} title="Keyboard" size="sm" closeButtonProps={{ "aria-label": "Close" }}>
      <dl className={classes.list}>
        {shortcuts.map(([keys, meaning]) => (
          <div key={meaning} className={classes.row}>
            <dt>{meaning}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key} size="sm">
                  {key}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label="Single-key shortcuts"
        description="Turn them off if you dictate, or if your keyboard sends keys you did not press."
        checked={isOn}
        onChange={(event) => setIsOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}
