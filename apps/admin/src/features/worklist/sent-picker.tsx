import { NativeSelect } from "@mantine/core";
import { useNow } from "../../lib/clock.ts";
import { formatDay, localDay } from "../../lib/format.ts";
import { DayRange } from "../../ui/day-range.tsx";
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
    return <DayRange label="Sent" from={from} through={through} max={today} word={word} onChange={filter} />;
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
