import { Button, CloseButton, NativeSelect, Pill, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { PracticeOption } from "@vetsuccess/contract/practices";
import { smsErrorCodes, textStatuses, type SmsErrorCode, type TextStatus } from "@vetsuccess/contract/texts";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatDay, plural, today } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { DayRange } from "../../ui/day-range.tsx";
import { errorWords, stateWords } from "../texts/words.ts";
import classes from "./messages-page.module.css";
import { isFiltered, noFilters, useMessagesSearch } from "./search.ts";

interface Props {
  practices: readonly PracticeOption[];
  total: number | undefined;
}

/** Search and filters of the table, all kept in the address. */
export function MessageFilters({ practices, total }: Props) {
  const { search, filter } = useMessagesSearch();
  const now = today();
  return (
    <div className={classes.bar}>
      <SearchField />
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
      <NativeSelect
        size="xs"
        aria-label="Practice"
        className={classes.practice ?? ""}
        value={search.practice ?? ""}
        onChange={(event) => filter({ practice: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: "All practices" },
          ...practices.map(({ oduId, name }) => ({ value: oduId, label: name ?? oduId })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Follow-up"
        value={search.followed ?? ""}
        onChange={(event) =>
          filter({ followed: (event.currentTarget.value || undefined) as "yes" | "no" | undefined })
        }
        data={[
          { value: "", label: "Any follow-up" },
          { value: "yes", label: "Followed up" },
          { value: "no", label: "Not followed up" },
        ]}
      />
      <DayRange
        label="Sent"
        from={search.sentFrom}
        through={search.sentThrough}
        max={now}
        word={(day) => formatDay(day, now)}
        onChange={({ from, through }) => filter({ sentFrom: from, sentThrough: through })}
      />
      <FurtherFilters />
      {search.status !== "UNKNOWN" && (
        <Button variant="light" onClick={() => filter({ ...noFilters, status: "UNKNOWN" })}>
          To be decided
        </Button>
      )}
      {isFiltered(search) && (
        <Button variant="subtle" color="gray" onClick={() => filter(noFilters)}>
          Clear
        </Button>
      )}
      <span className={classes.total} aria-live="polite">
        {total !== undefined && plural(total, "text")}
      </span>
    </div>
  );
}

/** What only numbers elsewhere lead to: shown while it is on, to be taken off. */
function FurtherFilters() {
  const { search, filter } = useMessagesSearch();
  const { plannedFrom, plannedThrough, booked, outcome } = search;
  const days = [plannedFrom, plannedThrough].map((day) => day && formatDay(day, today()));
  const on = [
    {
      words:
        (plannedFrom ?? plannedThrough) !== undefined &&
        (plannedFrom === plannedThrough ? `Planned ${days[0]}` : `Planned ${days.join(" – ")}`),
      off: { plannedFrom: undefined, plannedThrough: undefined },
    },
    { words: booked !== undefined && "Booked within 14 days", off: { booked: undefined } },
    { words: outcome !== undefined && `Since then: ${outcome}`, off: { outcome: undefined } },
  ];
  return on.map(
    ({ words, off }) =>
      words !== false && (
        <Pill
          key={words}
          size="md"
          fz="xs"
          withRemoveButton
          removeButtonProps={{
            "aria-label": `Without the filter “${words}”`,
            tabIndex: 0,
            "aria-hidden": false,
          }}
          onRemove={() => filter(off)}
        >
          {words}
        </Pill>
      ),
  );
}

/** Searches while one types; "/" leads here and Esc away. */
function SearchField() {
  const { search, filter } = useMessagesSearch();
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
  useShortcuts("Messages", [{ keys: "/", label: "Search the texts", run: () => field.current?.focus() }]);
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
        words !== "" && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />
      }
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
