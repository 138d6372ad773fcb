import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import type { SmsSize } from "@vetsuccess/contract/templates";
import { messageOf } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { PhoneBubble } from "../../ui/phone-bubble.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./templates.module.css";

/** The text as clients of one, two, three and more pets would get it, and how it travels. */
export function TemplatePreviews({ template }: { template: string }) {
  const [asked] = useDebouncedValue(template, 150);
  const preview = trpc.templates.preview.useQuery({ template: asked }, { placeholderData: keepPreviousData });
  const { data, error } = preview;
  return (
    <Panel
      title="As it arrives"
      action={data?.practiceName != null && <span className={classes.dim}>at {data.practiceName}</span>}
    >
      {error && messageOf(error)}
      {data && data.problem !== null && <StatusBadge tone="bad">{data.problem}</StatusBadge>}
      <div className={classes.stack}>
        {template.trim() !== "" &&
          data?.texts.map(({ pets, text, size, isIncomplete }) => (
            <div key={pets.length}>
              <div className={classes.previewHead}>
                <span className={classes.strong}>
                  {pets.length >= 4 ? "4 pets or more" : plural(pets.length, "pet")}
                </span>
                <Meter size={size} />
              </div>
              <PhoneBubble text={text} />
              {isIncomplete && (
                <div className={classes.dim}>
                  This practice has no phone number set: its clients get the default text.
                </div>
              )}
            </div>
          ))}
      </div>
    </Panel>
  );
}

function Meter({ size: { encoding, segments, units, room, foreign } }: { size: SmsSize }) {
  const tone = segments > 2 ? "warn" : "good";
  return (
    <span className={classes.meter}>
      <span className={classes.dim}>
        {units} characters, {room} left
      </span>
      <StatusBadge tone={tone}>{`${plural(segments, "segment")}, ${encoding}`}</StatusBadge>
      {foreign.length > 0 && <StatusBadge tone="warn">{`not in GSM-7: ${foreign.join(" ")}`}</StatusBadge>}
    </span>
  );
}
