import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";

/** A month to choose a day from, YYYY-MM-DD. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function Calendar({ day, onChange }: { day: string; onChange: (day: string) => void }) {
  return (
    <DatePicker
      size="sm"
      highlightToday
      value={day}
      defaultDate={day}
      onChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
      ariaLabels={{
        nextMonth: "Next month",
        previousMonth: "Previous month",
        monthLevelControl: "Choose a month",
      }}
    />
  );
}
