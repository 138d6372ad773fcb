import "@mantine/dates/styles.css";
import { Popover } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { cloneElement, type ReactElement, type Ref } from "react";
import { useOpenAtOnce } from "./on-demand.tsx";

interface Props {
  /** YYYY-MM-DD */
  day: string;
  onChange: (day: string) => void;
  button: ReactElement<{ ref?: Ref<HTMLButtonElement>; onClick?: () => void }>;
}

/** A month to choose a day from, below the button. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function Calendar({ day, onChange, button: given }: Props) {
  const { button, isOpen, setIsOpen } = useOpenAtOnce();
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus>
      <Popover.Target>
        {cloneElement(given, { ref: button, onClick: () => setIsOpen(!isOpen) })}
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          size="sm"
          highlightToday
          value={day}
          defaultDate={day}
          onChange={(chosen) => {
            if (chosen === null) return;
            onChange(chosen);
            setIsOpen(false);
          }}
          ariaLabels={{
            nextMonth: "Next month",
            previousMonth: "Previous month",
            monthLevelControl: "Choose a month",
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
