import "@mantine/dates/styles.css";
import { DateInput } from "@mantine/dates";
import type { ComponentProps } from "react";

/** A calendar day to type or to choose, YYYY-MM-DD. */
export function DayInput(props: ComponentProps<typeof DateInput>) {
  return <DateInput valueFormat="YYYY-MM-DD" placeholder="YYYY-MM-DD" {...props} />;
}
