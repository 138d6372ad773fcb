import { Button, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import classes from "./day-range.module.css";

interface Props {
  /** What begins and ends: "Sent". */
  label: string;
  from: string | undefined;
  through: string | undefined;
  /** The last day that makes sense, YYYY-MM-DD. */
  max: string;
  /** How a day is said. */
  word: (day: string) => string;
  onChange: (days: { from?: string | undefined; through?: string | undefined }) => void;
}

/** A filter by days, YYYY-MM-DD: a button that says which, with both ends behind it. */
export function DayRange({ label, from, through, max, word, onChange }: Props) {
  const isAny = from === undefined && through === undefined;
  return (
    <Popover position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          data-active={!isAny || undefined}
          leftSection={<IconCalendar size={14} aria-hidden />}
          className={classes.button ?? ""}
        >
          {from === undefined
            ? through === undefined
              ? `${label} any day`
              : `${label} through ${word(through)}`
            : through === undefined
              ? `${label} from ${word(from)}`
              : `${word(from)} – ${word(through)}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            type="date"
            size="xs"
            label={`${label} from`}
            value={from ?? ""}
            max={through ?? max}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined, through })}
          />
          <TextInput
            type="date"
            size="xs"
            label="Through"
            value={through ?? ""}
            {...(from === undefined ? {} : { min: from })}
            max={max}
            onChange={(event) => onChange({ from, through: event.currentTarget.value || undefined })}
          />
          <Button
            variant="subtle"
            color="gray"
            disabled={isAny}
            onClick={() => onChange({ from: undefined, through: undefined })}
          >
            Any day
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
