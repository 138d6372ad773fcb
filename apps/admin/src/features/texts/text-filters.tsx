import { Button, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { smsErrorCodes, textStatuses, type SmsErrorCode, type TextStatus } from "@vetsuccess/contract/texts";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatCount, formatDay, today } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { dayOf, filterCount, useOutreachSearch } from "../outreach/search.ts";
import classes from "./text-filters.module.css";
import { errorWords, stateWords } from "./words.ts";

interface Props {
  practices: readonly OutreachSummaryRow[];
  total: number | undefined;
}

/** Search and filters of the table, all kept in the address. */
export function TextFilters({ practices, total }: Props) {
  const { search, filter } = useOutreachSearch();
  return (
    <div className={classes.bar}>
      <h2 className={classes.title}>
        Texts {total !== undefined && <span className={classes.total}>{formatCount(total)}</span>}
      </h2>
      <SearchField />
      <NativeSelect
        size="xs"
        aria-label="Day"
        value={search.days ?? ""}
        onChange={(event) => filter({ days: event.currentTarget.value === "all" ? "all" : undefined })}
        data={[
          { value: "", label: `Planned ${formatDay(dayOf(search), today())}` },
          { value: "all", label: "Planned any day" },
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Practice"
        className={classes.practice}
        value={search.practice ?? ""}
        onChange={(event) => filter({ practice: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: "All practices" },
          ...practices.map(({ practiceId, practiceName }) => ({ value: practiceId, label: practiceName })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Status"
        value={search.status ?? ""}
        onChange={(event) =>
          filter({ status: (event.currentTarget.value || undefined) as TextStatus | undefined })
        }
        data={[
          { value: "", label: "Any status" },
          ...textStatuses.map((status) => ({ value: status, label: stateWords[status].label })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Why it was not sent"
        value={search.error ?? ""}
        onChange={(event) =>
          filter({ error: (event.currentTarget.value || undefined) as SmsErrorCode | undefined })
        }
        data={[
          { value: "", label: "Any reason" },
          ...smsErrorCodes.map((code) => ({ value: code, label: errorWords[code].label })),
        ]}
      />
      {filterCount(search) > 0 && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => filter({ practice: undefined, status: undefined, error: undefined, q: undefined })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}

/** Searches while one types; "/" leads here and Esc away. */
function SearchField() {
  const { search, filter } = useOutreachSearch();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(search.q ?? "");
  const apply = useDebouncedCallback(
    (q: string) => filter({ q: q.trim() || undefined }, { replace: true }),
    250,
  );
  // The address may change without this field: by "Clear", or by going back.
  useEffect(() => {
    if (document.activeElement !== field.current) setWords(search.q ?? "");
  }, [search.q]);
  const change = (value: string) => {
    setWords(value);
    apply(value);
  };
  useShortcuts(
    "Texts",
    [{ keys: "/", label: "Search the texts", run: () => field.current?.focus() }],
    search.panel === undefined,
  );
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search ?? ""}
      aria-label="Search by client or number"
      placeholder="Client or number"
      maxLength={100}
      leftSection={<IconSearch size={14} />}
      rightSection={
        words === "" ? (
          <kbd className={classes.key}>/</kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />
        )
      }
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
