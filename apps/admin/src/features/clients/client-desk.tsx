import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useEffect, useState } from "react";
import { useAccount, useRefusal } from "../../lib/account.ts";
import { dialogOnDemand } from "../../ui/dialog-on-demand.tsx";
import { PresenceLine } from "../presence/presence-line.tsx";
import { ClientHeader } from "./client-header.tsx";
import classes from "./client-desk.module.css";
import { ClientTimeline } from "./client-timeline.tsx";
import { FaqPanel } from "./faq-panel.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { Notices } from "./notices.tsx";
import { PetList } from "./pet-list.tsx";
import { SaveBar } from "./save-bar.tsx";
import { useDeskKeys } from "./use-desk-keys.ts";
import { useDesk } from "./use-desk.ts";
import { useOutcomes } from "./use-outcomes.ts";

const OutcomePicker = dialogOnDemand(() => import("./outcome-picker.tsx"), { takesKeys: true });
const ConflictDialog = dialogOnDemand(() => import("./conflict-dialog.tsx"));

/** The page of a client that is there. */
export function ClientDesk({ client }: { client: ClientDetail }) {
  const { user } = useAccount();
  const refusal = useRefusal("clients.update");
  const desk = useDesk(client, user, refusal === undefined);
  const { visit, saving } = desk;
  const outcomes = useOutcomes(user.uuid);
  const [currentId, setCurrentId] = useState(client.patients[0]?.oduId ?? null);
  /** Pets whose outcome is being chosen. */
  const [picking, setPicking] = useState<readonly string[]>();
  // Nobody waits for it when a call is over.
  useEffect(() => OutcomePicker.load(), []);
  const isDialogOpen = picking !== undefined || saving.stale !== undefined || desk.leaving !== null;
  useDeskKeys({
    client,
    desk,
    outcomes,
    current:
      client.patients.find(({ oduId }) => oduId === currentId)?.oduId ?? client.patients[0]?.oduId ?? null,
    setCurrent: setCurrentId,
    pick: setPicking,
    isActive: !isDialogOpen,
    isReadOnly: refusal !== undefined,
  });
  return (
    <div className={classes.desk}>
      <ClientHeader
        client={client}
        visit={visit}
        presence={<PresenceLine {...desk.presence} />}
        refusal={refusal}
      />
      <div className={classes.columns}>
        <PetList
          client={client}
          visit={visit}
          outcomes={outcomes}
          currentId={currentId}
          onCurrent={setCurrentId}
          onPick={setPicking}
          onRecord={desk.record}
          refusal={refusal}
        />
        <div className={classes.side}>
          <FaqPanel practices={client.practices} />
          <ClientTimeline client={client} />
        </div>
      </div>
      <div className={classes.foot} data-bottom-bar>
        <Notices desk={desk} />
        <SaveBar client={client} desk={desk} refusal={refusal} />
      </div>
      {picking && (
        <OutcomePicker
          title={
            picking.length === 1
              ? `Outcome for ${client.patients.find(({ oduId }) => oduId === picking[0])?.name ?? "the pet"}`
              : `Outcome for all ${picking.length} pets`
          }
          outcomes={outcomes}
          onChoose={(outcome) => {
            desk.record(picking, outcome);
            setPicking(undefined);
          }}
          onClose={() => setPicking(undefined)}
        />
      )}
      {saving.stale && (
        <ConflictDialog stale={saving.stale} visit={visit} onSettle={desk.settle} onClose={saving.postpone} />
      )}
      {desk.leaving && <LeaveDialog leaving={desk.leaving} desk={desk} />}
    </div>
  );
}
