import { Button, Group, NumberInput } from "@mantine/core";
import type { PreviewBatchInput } from "@vetsuccess/contract/outreach";
import type { PracticeDetail } from "@vetsuccess/contract/practices";
import { useState } from "react";
import { DayInput } from "../../ui/day-input.tsx";
import { Panel } from "../../ui/panel.tsx";
import classes from "./practice-page.module.css";
import { settingNames } from "./words.ts";

/** Launch and cap as they might be: nothing is saved. */
export type Trial = Pick<PreviewBatchInput, "launch" | "dailySmsCap">;

interface Props {
  practice: PracticeDetail;
  trial: Trial | null;
  onTry: (trial: Trial | null) => void;
}

/** Shows the effect of another launch or cap before anybody saves it. */
export function LaunchTrial({ practice, trial, onTry }: Props) {
  const { settings } = practice;
  const [launch, setLaunch] = useState({
    launchDate: settings?.launchDate ?? null,
    startDateForLaunch: settings?.startDateForLaunch ?? null,
    endDateForLaunch: settings?.endDateForLaunch ?? null,
  });
  const [dailySmsCap, setCap] = useState(settings?.dailySmsCap ?? null);
  const day = (field: keyof typeof launch) => (
    <DayInput
      size="xs"
      label={settingNames[field]}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${settingNames[field].toLowerCase()}` }}
      value={launch[field]}
      onChange={(value) => setLaunch({ ...launch, [field]: value })}
    />
  );
  return (
    <Panel
      title="Try another launch"
      action={
        <Group gap="xs">
          {trial !== null && (
            <Button variant="subtle" color="gray" onClick={() => onTry(null)}>
              Back to what is saved
            </Button>
          )}
          <Button variant="default" onClick={() => onTry({ launch, dailySmsCap })}>
            Show the effect
          </Button>
        </Group>
      }
    >
      <div className={classes.grid}>
        {day("launchDate")}
        <NumberInput
          size="xs"
          label={settingNames.dailySmsCap}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={dailySmsCap ?? ""}
          onChange={(value) => setCap(value === "" ? null : Number(value))}
        />
        {day("startDateForLaunch")}
        {day("endDateForLaunch")}
      </div>
    </Panel>
  );
}
