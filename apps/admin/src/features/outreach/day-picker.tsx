import { ActionIcon, Button } from "@mantine/core";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { addDays, formatDay, today } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { onDemand } from "../../ui/on-demand.tsx";
import classes from "./day-picker.module.css";

const Calendar = onDemand(() => import("../../ui/calendar.tsx"));

interface Props {
  /** YYYY-MM-DD */
  day: string;
  onChange: (day: string) => void;
  areKeysActive: boolean;
}

export function DayPicker({ day, onChange, areKeysActive }: Props) {
  const isToday = day === today();
  const step = (days: number) => onChange(addDays(day, days));
  useShortcuts(
    "Outreach",
    [
      { keys: "[", label: "Day before", run: () => step(-1) },
      { keys: "]", label: "Day after", run: () => step(1) },
    ],
    areKeysActive,
  );
  return (
    <div className={classes.picker}>
      <ActionIcon data-hint="Day before ( [ )" aria-label="Day before" onClick={() => step(-1)} size="lg">
        <IconChevronLeft size={16} />
      </ActionIcon>
      <Calendar
        day={day}
        onChange={onChange}
        button={
          <Button
            variant="default"
            aria-haspopup="dialog"
            leftSection={<IconCalendar size={15} />}
            title="Choose another day"
          >
            {formatDay(day, today())}
            {isToday && <span className={classes.today}> Today</span>}
          </Button>
        }
      />
      <ActionIcon data-hint="Day after ( ] )" aria-label="Day after" onClick={() => step(1)} size="lg">
        <IconChevronRight size={16} />
      </ActionIcon>
      {!isToday && (
        <Button variant="subtle" onClick={() => onChange(today())}>
          Today
        </Button>
      )}
    </div>
  );
}
