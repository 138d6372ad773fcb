import {
  ActionIcon,
  Button,
  Checkbox,
  CloseButton,
  NativeSelect,
  Popover,
  Stack,
  TextInput,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconColumns3, IconSearch } from "@tabler/icons-react";
import type { OutcomeState } from "@vetsuccess/contract/contacted";
import { memo, useEffect, useRef, useState } from "react";
import { formatCount } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { columnTitles, type ColumnKey } from "./columns.tsx";
import { ExportButton } from "./export-button.tsx";
import { useClearFilters } from "./scope.ts";
import { filterCount, useWorklistSearch } from "./search.ts";
import { SentPicker } from "./sent-picker.tsx";
import classes from "./toolbar.module.css";
import { outcomeStateWords } from "./words.ts";

interface Props {
  total: number | undefined;
  hidden: ColumnKey[];
  onHidden: (hidden: ColumnKey[]) => void;
}

/** Search and filters of the table, all kept in the address, and what can be done with the whole of it. */
export const Toolbar = memo(function Toolbar({ total, hidden, onHidden }: Props) {
  const { search, filter } = useWorklistSearch();
  const clear = useClearFilters();
  return (
    <div className={classes.bar}>
      <NameField />
      <NativeSelect
        size="xs"
        aria-label="Followed"
        data-active={search.followed !== undefined || undefined}
        className={classes.select}
        value={search.followed ?? ""}
        onChange={(event) =>
          filter({ followed: (event.currentTarget.value || undefined) as "yes" | "no" | undefined })
        }
        data={[
          { value: "", label: "Open or followed" },
          { value: "no", label: "Open" },
          { value: "yes", label: "Followed" },
        ]}
      />
      <SentPicker />
      <OutcomeSelect />
      {filterCount(search) > 0 && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear
        </Button>
      )}
      <span className={classes.total} aria-live="polite">
        {total !== undefined && `${formatCount(total)} ${total === 1 ? "text" : "texts"}`}
      </span>
      <Columns hidden={hidden} onHidden={onHidden} />
      <ExportButton total={total} />
    </div>
  );
});

function OutcomeSelect() {
  const { search, filter } = useWorklistSearch();
  const outcomes = trpc.outcomes.list.useQuery(undefined, { staleTime: 60_000 });
  const value =
    search.outcomes !== undefined
      ? `state:${search.outcomes}`
      : search.outcome !== undefined
        ? `is:${search.outcome}`
        : "";
  const known = outcomes.data?.map(({ text }) => text) ?? [];
  const texts =
    search.outcome !== undefined && !known.includes(search.outcome) ? [search.outcome, ...known] : known;
  const choose = (chosen: string) =>
    filter({
      outcomes: chosen.startsWith("state:") ? (chosen.slice(6) as OutcomeState) : undefined,
      outcome: chosen.startsWith("is:") ? chosen.slice(3) : undefined,
    });
  return (
    <NativeSelect
      size="xs"
      aria-label="Outcome"
      className={classes.select}
      data-active={value !== "" || undefined}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">Any outcome</option>
      <optgroup label="Since the text">
        {Object.entries(outcomeStateWords).map(([state, label]) => (
          <option key={state} value={`state:${state}`}>
            {label}
          </option>
        ))}
      </optgroup>
      <optgroup label="Recorded">
        {texts.map((text) => (
          <option key={text} value={`is:${text}`}>
            {text}
          </option>
        ))}
      </optgroup>
    </NativeSelect>
  );
}

/** Searches while one types; "/" leads here and Esc away. */
function NameField() {
  const { search, filter } = useWorklistSearch();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(search.q ?? "");
  const apply = useDebouncedCallback(
    (q: string) => filter({ q: q.trim() || undefined }, { replace: true }),
    250,
  );
  // The address may change without this field: by "Clear", by a view, or by going back.
  useEffect(() => {
    if (document.activeElement !== field.current) setWords(search.q ?? "");
  }, [search.q]);
  const change = (value: string) => {
    setWords(value);
    apply(value);
  };
  useShortcuts("Worklist", [{ keys: "/", label: "Filter by name", run: () => field.current?.focus() }]);
  const isShort = words.trim().length > 0 && words.trim().length < 3;
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search ?? ""}
      aria-label="Client's name"
      placeholder="Client's name"
      maxLength={100}
      leftSection={<IconSearch size={14} />}
      rightSectionWidth={isShort ? 86 : undefined}
      rightSection={
        isShort ? (
          <span className={classes.hint}>3 letters</span>
        ) : words === "" ? (
          <kbd className={classes.key}>/</kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the name" onClick={() => change("")} />
        )
      }
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

/** Which columns are shown, kept on the device. */
function Columns({ hidden, onHidden }: Pick<Props, "hidden" | "onHidden">) {
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <ActionIcon data-hint="Columns" size="lg" aria-label="Columns" className={classes.wideOnly ?? ""}>
          <IconColumns3 size={17} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={6}>
          {Object.entries(columnTitles).map(([key, title]) => (
            <Checkbox
              key={key}
              size="xs"
              label={title}
              checked={!hidden.includes(key as ColumnKey)}
              onChange={(event) =>
                onHidden(
                  event.currentTarget.checked
                    ? hidden.filter((each) => each !== key)
                    : [...hidden, key as ColumnKey],
                )
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
