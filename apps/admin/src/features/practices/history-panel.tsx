import { Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import type { PracticeDetail, SettingsChange } from "@vetsuccess/contract/practices";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { readAgain } from "../../lib/live.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import classes from "./practice-page.module.css";
import { settingNames, settingValue } from "./words.ts";

const deeds: Record<string, string> = {
  "practices.updateSettings": "changed the settings",
  "practices.revertSettings": "took a change back",
  "practices.archive": "archived the practice",
  "practices.restore": "restored the practice",
};

/** Who changed what, and when; each change can be taken back. */
export function HistoryPanel({ practice }: { practice: PracticeDetail }) {
  const { oduId: practiceId, version } = practice;
  const [chosen, setChosen] = useState<SettingsChange | null>(null);
  const history = trpc.practices.listSettingsHistory.useQuery({ practiceId, limit: 100 });
  const reason = useRefusal("practices.revertSettings");
  const revert = trpc.practices.revertSettings.useMutation({
    onSuccess: async () => {
      setChosen(null);
      showDone("The change is taken back.");
      await readAgain("practices");
    },
  });
  const close = () => {
    setChosen(null);
    revert.reset();
  };
  return (
    <Panel title="History" isFlush>
      {history.isPending && <Skeleton height={160} m="md" />}
      {history.error && <StateMessage icon={<IconHistory size={22} />} title={messageOf(history.error)} />}
      {history.data?.rows.length === 0 && (
        <StateMessage icon={<IconHistory size={22} />} title="Nothing was changed yet" />
      )}
      {history.data?.rows.map((change) => (
        <article key={change.id} className={classes.change}>
          <div className={classes.changeHead}>
            <span>
              <b>{change.by}</b> {deeds[change.action] ?? change.action}
              <span className={classes.dim}> · {formatInstant(change.at)}</span>
            </span>
            {change.action.endsWith("Settings") && (
              <ReasonButton variant="default" reason={reason} onClick={() => setChosen(change)}>
                Take back
              </ReasonButton>
            )}
          </div>
          <Changes change={change} />
        </article>
      ))}
      {chosen && (
        <ConfirmDialog
          title="Take this change back?"
          confirmLabel="Take back"
          error={revert.error ? messageOf(revert.error) : undefined}
          isBusy={revert.isPending}
          onConfirm={() => revert.mutate({ practiceId, version, changeId: chosen.id })}
          onClose={close}
        >
          These settings get the values they had before; later changes of others stay.
          <Changes change={chosen} isBackwards />
        </ConfirmDialog>
      )}
    </Panel>
  );
}

function Changes({ change, isBackwards = false }: { change: SettingsChange; isBackwards?: boolean }) {
  return (
    <dl className={classes.diff}>
      {Object.entries(change.changes).map(([field, { before, after }]) => (
        <Change
          key={field}
          field={field}
          before={isBackwards ? after : before}
          after={isBackwards ? before : after}
        />
      ))}
    </dl>
  );
}

function Change({ field, before, after }: { field: string; before: unknown; after: unknown }) {
  const names: Partial<Record<string, string>> = { ...settingNames, isArchived: "Archived" };
  return (
    <>
      <dt>{names[field] ?? field}</dt>
      <dd>
        <del>{settingValue(before)}</del> → <ins>{settingValue(after)}</ins>
      </dd>
    </>
  );
}
