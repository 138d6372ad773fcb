import { Kbd, Modal, Switch } from "@mantine/core";
import { Fragment, useState } from "react";
import { modKey, shortcutsByTitle, useShortcutsSetting, type Shortcut } from "../lib/shortcuts.ts";
import classes from "./keyboard-help.module.css";

/** Keys that are everywhere, and need no entry of their own. */
const closing = { keys: "Esc", label: "Close, or leave a field" };

/** The keys of whatever is on the screen. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const [isOn, setIsOn] = useShortcutsSetting();
  const [groups] = useState(() => [...shortcutsByTitle()].toReversed());
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keyboard"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
      // The keys it tells of are those of the page below, which is not meant now.
      onKeyDown={(event) => event.key.length === 1 && event.stopPropagation()}
    >
      <div className={classes.groups}>
        {groups.map(([title, shortcuts]) => (
          <section key={title} className={classes.group}>
            <h3 className={classes.title}>{title}</h3>
            <Keys shortcuts={title === "Everywhere" ? [...shortcuts, closing] : shortcuts} />
          </section>
        ))}
      </div>
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

function Keys({ shortcuts }: { shortcuts: readonly Pick<Shortcut, "keys" | "label">[] }) {
  return (
    <dl className={classes.list}>
      {shortcuts.map(({ keys, label }) => (
        <div key={keys} className={classes.row}>
          <dt>{label}</dt>
          <dd>
            {keys.split(" ").map((part, at) => (
              <Fragment key={part}>
                {at > 0 && <span className={classes.then}>then</span>}
                {part.split("+").map((key) => (
                  <Kbd key={key} size="sm">
                    {keyName(key)}
                  </Kbd>
                ))}
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const keyName = (key: string): string =>
  key === "mod" ? modKey() : key.length === 1 ? key : key.replace("Arrow", "");
