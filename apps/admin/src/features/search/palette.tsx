import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState, type KeyboardEvent } from "react";
import { messageOf } from "../../lib/errors.ts";
import { findEntries, type Entry, type EntryGroup } from "./entries.ts";
import { useClientEntries } from "./client-entries.tsx";
import { useCommandEntries } from "./command-entries.tsx";
import classes from "./palette.module.css";

const debounceMs = 120;

interface Props {
  onClose: () => void;
  /** Opens the keyboard help. */
  onHelp: () => void;
}

/** Finds clients, practices, screens and deeds from anywhere. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function Palette({ onClose, onHelp }: Props) {
  const [words, setWords] = useState("");
  const [term] = useDebouncedValue(words.trim(), debounceMs);
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const clients = useClientEntries(term);
  const commands = useCommandEntries(onHelp);
  const found = findEntries(commands, words.trim());
  // What is called so stands above clients who are merely called alike.
  const groups = clients.areSimilar ? [...found, clients] : inOrder(found, clients, words.trim());
  const entries = groups.flatMap((group) => group.entries);
  const ids = entries.map(({ id }) => id).join("\n");
  const isWaiting = clients.isLoading || words.trim() !== term;
  const [held, setHeld] = useState<{ words: string; id?: string }>();
  const { selectFirstOption, getSelectedOptionIndex } = combobox;
  const submit = (id: string) => {
    const entry = entries.find((each) => each.id === id);
    if (!entry) return;
    onClose();
    entry.run();
  };
  // The first row is always ready for Enter.
  useEffect(() => {
    selectFirstOption();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new list alone moves the selection; the function is new each time
  }, [ids]);
  /** Rows on the screen may still be those of an earlier term: Enter waits for what was asked, then opens it. */
  const holdEnter = (event: KeyboardEvent) => {
    const at = getSelectedOptionIndex();
    if (event.key !== "Enter" || !isWaiting || isSure(entries[at], words.trim())) return;
    event.preventDefault();
    event.stopPropagation();
    const chosen = at > 0 ? entries[at]?.id : undefined;
    setHeld({ words, ...(chosen === undefined ? {} : { id: chosen }) });
  };
  useEffect(() => {
    if (held === undefined || isWaiting) return;
    setHeld(undefined);
    const entry = entries.find(({ id }) => id === held.id) ?? entries[0];
    if (held.words === words && entry) submit(entry.id);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only the end of the wait lets Enter go on
  }, [held, isWaiting]);
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size="38rem"
      padding={0}
      attributes={{ content: { "aria-label": "Search" } }}
    >
      <Combobox store={combobox} onOptionSubmit={submit} withinPortal={false}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            onKeyDownCapture={holdEnter}
            variant="unstyled"
            size="md"
            className={classes.field ?? ""}
            aria-label="Search clients, practices, screens and actions"
            placeholder={
              isNarrow
                ? "Client, phone, pet, screen …"
                : "Client, phone, e-mail, pet, practice, screen, action"
            }
            leftSection={<IconSearch size={17} aria-hidden />}
            maxLength={255}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options aria-label="Results" className={classes.results ?? ""}>
          {groups.map(({ title, entries: rows }) => (
            <Combobox.Group key={title} label={title}>
              {rows.map((entry) => (
                <Row key={entry.id} entry={entry} />
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox>
      <p className={classes.state} role="status">
        {clients.error !== null
          ? messageOf(clients.error)
          : isWaiting
            ? "Searching …"
            : entries.length === 0
              ? `Nothing fits “${term}”.`
              : clients.hasMore
                ? "There are more clients: type more."
                : ""}
      </p>
      <p className={classes.keys} aria-hidden>
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> open <kbd>Esc</kbd> close
      </p>
    </Modal>
  );
}

/**
 * What one is shown, from the top. Screens with these words, and deeds that begin so, stand above clients, who come later than
 * they: nothing moves under the finger that is on its way to Enter.
 */
function inOrder(groups: readonly EntryGroup[], { title, entries }: EntryGroup, words: string): EntryGroup[] {
  const clients = entries.length > 0 ? [{ title, entries }] : [];
  const ahead = groups.filter((group) => group.entries.some((entry) => isSure(entry, words)));
  return [...ahead, ...clients, ...groups.filter((group) => !ahead.includes(group))];
}

/** Whoever typed this means it, whichever clients are called alike. */
const isSure = (entry: Entry | undefined, words: string): boolean =>
  words !== "" &&
  entry !== undefined &&
  (entry.id.startsWith("screen:") ||
    (entry.id.startsWith("action:") && entry.label.toLowerCase().startsWith(words.toLowerCase())));

function Row({ entry: { id, icon: Icon, label, detail, hint } }: { entry: Entry }) {
  return (
    <Combobox.Option value={id} className={classes.row}>
      <Icon size={16} stroke={1.7} aria-hidden className={classes.icon} />
      <span className={classes.label}>{label}</span>
      {detail !== undefined && <span className={classes.detail}>{detail}</span>}
      {hint !== undefined && <span className={classes.hint}>{hint}</span>}
    </Combobox.Option>
  );
}
