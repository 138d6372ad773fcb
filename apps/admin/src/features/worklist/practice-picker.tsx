import { Button, Checkbox, Popover, Radio, Stack, TextInput } from "@mantine/core";
import { IconBuildingHospital } from "@tabler/icons-react";
import { useState } from "react";
import { trpc } from "../../lib/trpc.ts";
import type { Scope } from "./scope.ts";
import classes from "./toolbar.module.css";

/** From so many practices on there is a field to look for one. */
const many = 8;

/** The practices one works for: those of a scheduler, or some of them. */
export function PracticePicker({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const { data } = trpc.practices.list.useQuery(undefined, { staleTime: 60_000 });
  const [words, setWords] = useState("");
  const chosen = scope.practices?.split(",") ?? [];
  const names = new Map(data?.practices.map(({ oduId, name }) => [oduId, name ?? oduId]));
  const label =
    scope.scheduler !== undefined
      ? `Practices of ${scope.scheduler}`
      : chosen.length === 0
        ? "All practices"
        : chosen.length === 1
          ? (names.get(chosen[0] ?? "") ?? "One practice")
          : `${chosen.length} practices`;
  const fits = (name: string) => name.toLowerCase().includes(words.trim().toLowerCase());
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    onChange(next.length === 0 ? {} : { practices: next.join(",") });
  };
  const schedulers = data?.schedulers.filter(({ name }) => fits(name)) ?? [];
  const practices = data?.practices.filter(({ name, oduId }) => fits(name ?? oduId)) ?? [];
  return (
    <Popover position="bottom-start" withArrow trapFocus onClose={() => setWords("")}>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.button ?? ""}
          data-active={scope.scheduler !== undefined || chosen.length > 0 || undefined}
          leftSection={<IconBuildingHospital size={14} aria-hidden />}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Practices">
        {(data?.practices.length ?? 0) > many && (
          <TextInput
            size="xs"
            mb="xs"
            aria-label="Look for a practice or scheduler"
            placeholder="Practice or scheduler"
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reached by the keyboard */}
        <div className={classes.list} tabIndex={0} role="group" aria-label="Schedulers and practices">
          <Stack gap={6}>
            <Radio
              size="xs"
              name="scope"
              label="All practices"
              checked={scope.scheduler === undefined && chosen.length === 0}
              onChange={() => onChange({})}
            />
            {schedulers.length > 0 && <p className={classes.heading}>All practices of a scheduler</p>}
            {schedulers.map(({ name, practiceIds }) => (
              <Radio
                key={name}
                size="xs"
                name="scope"
                label={`${name} (${practiceIds.length})`}
                checked={scope.scheduler === name}
                onChange={() => onChange({ scheduler: name })}
              />
            ))}
            {practices.length > 0 && <p className={classes.heading}>Practices</p>}
            {practices.map(({ oduId, name }) => (
              <Checkbox
                key={oduId}
                size="xs"
                label={name ?? oduId}
                checked={chosen.includes(oduId)}
                onChange={() => toggle(oduId)}
              />
            ))}
          </Stack>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
