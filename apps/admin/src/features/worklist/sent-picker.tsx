import { Button, NativeSelect, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useNow } from "../../lib/clock.ts";
import { formatDay, localDay } from "../../lib/format.ts";
import { useWorklistSearch } from "./search.ts";
import classes from "./toolbar.module.css";
import { dayChoices } from "./words.ts";

/** When it was sent: some days back, which a saved view counts from its own day, or from one day through another. */
export function SentPicker() {
  const { search, filter } = useWorklistSearch();
  const { within: days, from, through } = search;
  const isRange = from !== undefined || through !== undefined;
  const today = localDay(useNow());
  const word = (day: string) => formatDay(day, today);
  if (isRange)
    return (
      <Popover position="bottom-start" withArrow trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            data-active
            className={classes.button ?? ""}
            leftSection={<IconCalendar size={14} aria-hidden />}
          >
            {from === undefined
              ? `Sent through ${word(through ?? today)}`
              : through === undefined
                ? `Sent from ${word(from)}`
                : `${word(from)} – ${word(through)}`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <DayField
              label="Sent from"
              value={from}
              max={through ?? today}
              onChange={(day) => filter({ from: day })}
            />
            <DayField
              label="Through"
              value={through}
              min={from}
              max={today}
              onChange={(day) => filter({ through: day })}
            />
            <Button
              variant="subtle"
              color="gray"
              onClick={() => filter({ from: undefined, through: undefined })}
            >
              Any day
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    );
  const known = dayChoices.some((choice) => choice.days === days);
  return (
    <NativeSelect
      size="xs"
      aria-label="Sent"
      className={classes.select}
      data-active={days !== undefined || undefined}
      value={days === undefined ? "" : String(days)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value === "range") filter({ within: undefined, from: today, through: today });
        else filter({ within: value === "" ? undefined : Number(value) });
      }}
      data={[
        { value: "", label: "Sent any day" },
        ...(days === undefined || known
          ? []
          : [{ value: String(days), label: `Sent in the last ${days} days` }]),
        ...dayChoices.map((choice) => ({ value: String(choice.days), label: choice.label })),
        { value: "range", label: "From day to day…" },
      ]}
    />
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max: string;
  onChange: (day: string | undefined) => void;
}

function DayField({ label, value, min, max, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      size="xs"
      label={label}
      value={value ?? ""}
      {...(min === undefined ? {} : { min })}
      max={max}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
