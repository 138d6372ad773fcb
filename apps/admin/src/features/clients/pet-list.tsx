import { Button, Kbd } from "@mantine/core";
import { IconPaw } from "@tabler/icons-react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useNow } from "../../lib/clock.ts";
import { dayThere, formatDay } from "../../lib/format.ts";
import { moveCursor } from "../../lib/query-table.ts";
import { StateMessage } from "../../ui/state-message.tsx";
import { keyOf } from "./fields.ts";
import { householdOf } from "./household.ts";
import { PetCard } from "./pet-card.tsx";
import classes from "./pet-list.module.css";
import { focusPet } from "./use-desk-keys.ts";
import type { Outcomes } from "./use-outcomes.ts";
import type { Visit } from "./visit.ts";
import type { TextEntry } from "./words.ts";

interface Props {
  client: ClientDetail;
  visit: Visit;
  outcomes: Outcomes;
  currentId: string | null;
  onCurrent: (patientId: string) => void;
  onPick: (patientIds: readonly string[]) => void;
  onRecord: (patientIds: readonly string[], outcome: string) => void;
  refusal: string | undefined;
}

const noTexts: readonly TextEntry[] = [];

/** The pets of the household. One of them is the current one: keys are about it. */
export function PetList({ client, visit, outcomes, currentId, onCurrent, onPick, onRecord, refusal }: Props) {
  const { patients, formerPatients, timeline } = client;
  const ids = patients.map(({ oduId }) => oduId);
  const day = dayThere(useNow(), client.timeZone);
  const waiting = useWaiting(timeline);
  const isSilent = useCallback(
    (id: string) => visit.value(keyOf("patients", id, "optOut")) === true,
    [visit],
  );
  // The same function for every drawing, so that cards stay as they are while others change.
  const keys = useRef({ ids, onCurrent });
  useEffect(() => {
    keys.current = { ids, onCurrent };
  });
  const move = useCallback((from: string, to: 1 | -1 | "first" | "last") => {
    const { ids: all, onCurrent: choose } = keys.current;
    const next = to === "first" ? all[0] : to === "last" ? all.at(-1) : moveCursor(all, from, to);
    if (next === undefined || next === null) return;
    choose(next);
    focusPet(next);
  }, []);
  return (
    <section className={classes.panel} aria-label="Pets">
      <div className={classes.head}>
        <h2 className={classes.title}>
          Pets <span className={classes.count}>{patients.length}</span>
        </h2>
        {refusal === undefined && patients.length > 1 && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => onPick(householdOf(client, visit, outcomes))}
            rightSection={<Kbd size="xs">a</Kbd>}
          >
            Outcome for all
          </Button>
        )}
      </div>
      {patients.length === 0 && (
        <StateMessage icon={<IconPaw size={22} />} title="No pet to talk about">
          {formerPatients.length > 0
            ? "All pets of this client are inactive or deceased."
            : "The practice has no pet of this client."}
        </StateMessage>
      )}
      {patients.map((patient) => (
        <PetCard
          key={patient.oduId}
          patient={patient}
          visit={visit}
          day={day}
          timeZone={client.timeZone}
          outcomes={outcomes}
          waiting={waiting.get(patient.oduId) ?? noTexts}
          isSilent={isSilent}
          isCurrent={patient.oduId === (currentId ?? ids[0])}
          refusal={refusal}
          onCurrent={onCurrent}
          onMove={move}
          onPick={onPick}
          onRecord={onRecord}
        />
      ))}
      {formerPatients.length > 0 && patients.length > 0 && (
        <p className={classes.former}>
          Not contacted any more:{" "}
          {formerPatients.map(({ oduId, name, species, reason, day: died }, at) => (
            <span key={oduId}>
              {at > 0 && ", "}
              <b>{name ?? "A pet"}</b>
              {species !== null && `, ${species.toLowerCase()}`} (
              {reason === "DECEASED"
                ? `deceased${died === null ? "" : ` ${formatDay(died, day)}`}`
                : "inactive"}
              )
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

/** The texts that wait, by the pets they speak of; the same list for as long as nothing changes. */
function useWaiting(timeline: ClientDetail["timeline"]): ReadonlyMap<string, readonly TextEntry[]> {
  return useMemo(() => {
    const byPet = new Map<string, TextEntry[]>();
    for (const entry of timeline)
      if (entry.kind === "TEXT" && entry.status === "PENDING")
        for (const id of entry.patientIds) byPet.set(id, [...(byPet.get(id) ?? []), entry]);
    return byPet;
  }, [timeline]);
}
