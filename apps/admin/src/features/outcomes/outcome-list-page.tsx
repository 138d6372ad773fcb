import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconListCheck, IconPlugConnectedX, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { OutcomeRow } from "@vetsuccess/contract/outcomes";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { formatCount } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { ContentTable } from "../../ui/content-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { OutcomeDeleteDialog, OutcomeFormDialog, OutcomeMergeDialog } from "./outcome-dialogs.tsx";

const route = getRouteApi(paths.outcomes);

/** What agents can record for a pet, how often it is, and which of them end all texts. */
export function OutcomeListPage() {
  const { panel, about } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (to: { panel?: typeof panel; about?: string | undefined }) => void navigate({ search: to });
  const close = () => open({});
  const list = trpc.outcomes.listAll.useQuery();
  const reason = useRefusal("outcomes.create");
  const { data, error } = list;
  const chosen = data?.find(({ uuid }) => uuid === about);
  useShortcuts(
    "Outcomes",
    [{ keys: "n", label: "New outcome", run: () => open({ panel: "new" }) }],
    panel === undefined,
  );
  useDocumentTitle("Outcomes · VetSuccess");
  return (
    <>
      <PageHead title="Outcomes" words="A final outcome ends all texts for the pet, or to its owner.">
        <ReasonButton
          leftSection={<IconPlus size={14} />}
          reason={reason}
          onClick={() => open({ panel: "new" })}
        >
          New outcome
        </ReasonButton>
      </PageHead>
      <Panel title={data ? `${formatCount(data.length)} outcomes` : "Outcomes"} isFlush>
        {error && !data && (
          <StateMessage
            icon={<IconPlugConnectedX size={22} />}
            title="Outcomes cannot be shown"
            action={{ label: "Try again", onClick: () => void list.refetch() }}
          >
            {messageOf(error)}
          </StateMessage>
        )}
        {list.isPending && <Skeleton height={320} m="md" />}
        {data?.length === 0 && (
          <StateMessage icon={<IconListCheck size={22} />} title="No outcomes yet">
            Agents choose from this list what came of a call.
          </StateMessage>
        )}
        {data && data.length > 0 && (
          <ContentTable<OutcomeRow>
            label="Outcomes"
            rows={data}
            rowKey={({ uuid }) => uuid}
            columns={[
              { key: "text", title: "Outcome", render: (row) => <Words {...row} /> },
              { key: "means", title: "Ends texts", width: 216, render: (row) => <Means {...row} /> },
              { key: "pets", title: "Pets", width: 90, render: ({ pets }) => formatCount(pets) },
              {
                key: "recorded",
                title: "Recorded",
                width: 90,
                render: ({ recorded }) => formatCount(recorded),
              },
              { key: "deeds", title: "", width: 300, render: (row) => <Deeds row={row} onOpen={open} /> },
            ]}
          />
        )}
      </Panel>
      {(panel === "new" || (panel === "edit" && chosen)) && (
        <OutcomeFormDialog outcome={chosen} onClose={close} />
      )}
      {panel === "merge" && chosen && (
        <OutcomeMergeDialog outcome={chosen} all={data ?? []} onClose={close} />
      )}
      {panel === "delete" && chosen && <OutcomeDeleteDialog outcome={chosen} onClose={close} />}
    </>
  );
}

function Words({ text, isArchived }: OutcomeRow) {
  return (
    <>
      <b>{text}</b> {isArchived && <StatusBadge tone="neutral">Archived</StatusBadge>}
    </>
  );
}

function Means({ isFinal, scope }: OutcomeRow) {
  if (!isFinal) return "—";
  return <StatusBadge tone="warn">{scope === "CLIENT" ? "To the client" : "For the pet"}</StatusBadge>;
}

interface DeedsProps {
  row: OutcomeRow;
  onOpen: (to: { panel: "edit" | "merge" | "delete"; about: string }) => void;
}

function Deeds({ row, onOpen }: DeedsProps) {
  const { uuid, text, isArchived, pets, recorded } = row;
  const reason = useRefusal("outcomes.update");
  const queries = trpc.useUtils();
  const options = {
    onSuccess: () => {
      showDone(`"${text}" is ${isArchived ? "restored" : "archived"}.`);
      return queries.outcomes.invalidate();
    },
    onError: (error: unknown) => showFault(messageOf(error)),
  };
  const archive = trpc.outcomes.archive.useMutation(options);
  const restore = trpc.outcomes.restore.useMutation(options);
  const isUsed = pets + recorded > 0;
  const button = (label: string, run: () => void, why = reason) => (
    <ReasonButton
      variant="subtle"
      color="gray"
      px={8}
      reason={why}
      aria-label={`${label}: ${text}`}
      onClick={run}
    >
      {label}
    </ReasonButton>
  );
  return (
    <span style={{ display: "flex", justifyContent: "flex-end", flexWrap: "wrap" }}>
      {button("Edit", () => onOpen({ panel: "edit", about: uuid }))}
      {button("Merge", () => onOpen({ panel: "merge", about: uuid }))}
      {isArchived
        ? button("Restore", () => restore.mutate({ uuid }))
        : button("Archive", () => archive.mutate({ uuid }))}
      {button(
        "Delete",
        () => onOpen({ panel: "delete", about: uuid }),
        reason ?? (isUsed ? "It is recorded for pets: archive it instead." : undefined),
      )}
    </span>
  );
}
