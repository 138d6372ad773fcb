import { ActionIcon, Button, Popover, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { addDays, formatDay, today } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import classes from "./day-picker.module.css";

const Calendar = lazy(() => import("../../ui/calendar.tsx"));

interface Props {
  /** YYYY-MM-DD */
  day: string;
  onChange: (day: string) => void;
  areKeysActive: boolean;
}

export function DayPicker({ day, onChange, areKeysActive }: Props) {
  const [isOpen, calendar] = useDisclosure(false);
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
      <Tooltip label="Day before ( [ )">
        <ActionIcon aria-label="Day before" onClick={() => step(-1)} size="lg">
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Popover opened={isOpen} onChange={calendar.toggle} position="bottom-start" trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconCalendar size={15} />}
            onClick={calendar.toggle}
            title="Choose another day"
          >
            {formatDay(day, today())}
            {isToday && <span className={classes.today}> Today</span>}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <Calendar
              day={day}
              onChange={(chosen) => {
                onChange(chosen);
                calendar.close();
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label="Day after ( ] )">
        <ActionIcon aria-label="Day after" onClick={() => step(1)} size="lg">
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      {!isToday && (
        <Button variant="subtle" onClick={() => onChange(today())}>
          Today
        </Button>
      )}
    </div>
  );
}
