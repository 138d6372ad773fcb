import { Button, NativeSelect } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconFilterOff, IconX } from "@tabler/icons-react";
import type { AuditRow } from "@vetsuccess/contract/audit";
import { keepPreviousData } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { nounOf } from "../../lib/actions.ts";
import { messageOf, showFault } from "../../lib/errors.ts";
import { formatDay, plural, today } from "../../lib/format.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { trpc } from "../../lib/trpc.ts";
import { DayRange } from "../../ui/day-range.tsx";
import { ListPanel } from "../../ui/list-panel.tsx";
import { ListTable } from "../../ui/list-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { auditColumns } from "./columns.tsx";
import { exportAudit } from "./export.ts";
import { auditFilter, auditInput, useAuditSearch, type AuditSearch } from "./search.ts";
import { auditNouns } from "./words.ts";

const AuditDrawer = lazy(async () => ({ default: (await import("./audit-drawer.tsx")).AuditDrawer }));

/** Who did what, when, from where, and what changed by it. */
export function AuditPage() {
  const { search, change, filter } = useAuditSearch();
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const trail = trpc.audit.list.useQuery(auditInput(search), { placeholderData: keepPreviousData });
  useDocumentTitle("Audit · VetSuccess");
  const rows = trail.data?.rows;
  const open = rows?.find(({ id }) => id === search.row);
  const clear = () =>
    filter({
      actor: undefined,
      action: undefined,
      entity: undefined,
      entityId: undefined,
      from: undefined,
      through: undefined,
    });
  const hasFilter = Object.keys(auditFilter(search)).length > 0;
  return (
    <>
      <PageHead title="Audit" words="What happened here, kept for good: nobody can change or delete it.">
        <Export search={search} />
      </PageHead>
      <ListPanel
        label="Audit log"
        end={trail.data && plural(trail.data.total, "entry", "entries")}
        filters={
          <Filters search={search} rows={rows ?? []} onFilter={filter} onClear={hasFilter ? clear : null} />
        }
      >
        <ListTable<AuditRow>
          label="Entries"
          rows={rows}
          rowKey={({ id }) => id}
          columns={auditColumns(isNarrow, filter)}
          isStale={trail.isPlaceholderData}
          error={rows === undefined && trail.error ? messageOf(trail.error) : undefined}
          onRetry={() => void trail.refetch()}
          cursor={search.row ?? null}
          onOpen={({ id }) => change({ row: id })}
          sort={{ by: "at", direction: "desc" }}
          onSort={() => undefined}
          pages={{
            page: search.page,
            size: search.size,
            sizes: pageSizes,
            total: trail.data?.total ?? 0,
            onPage: (page) => change({ page }),
            onSize: (size) => filter({ size: size as AuditSearch["size"] }),
          }}
          empty={
            <StateMessage
              icon={<IconFilterOff size={22} />}
              title={hasFilter ? "Nothing like this happened" : "Nothing has happened yet"}
              action={hasFilter ? { label: "Clear the filters", onClick: clear } : undefined}
            />
          }
        />
      </ListPanel>
      {open && (
        <Suspense>
          <AuditDrawer row={open} onClose={() => change({ row: undefined })} onFilter={filter} />
        </Suspense>
      )}
    </>
  );
}

interface FiltersProps {
  search: AuditSearch;
  rows: readonly AuditRow[];
  onFilter: ReturnType<typeof useAuditSearch>["filter"];
  onClear: (() => void) | null;
}

function Filters({ search, rows, onFilter, onClear }: FiltersProps) {
  const actor = rows.find(({ actorId }) => actorId === search.actor)?.actorLabel ?? search.actor;
  const chosen = [
    search.actor === undefined ? null : { key: "actor", words: `By ${actor}` },
    search.entity === undefined
      ? null
      : { key: "entity", words: `About ${search.entity} ${search.entityId?.slice(0, 8) ?? ""}`.trim() },
  ].filter((each) => each !== null);
  const nouns = auditNouns.map((noun) => ({ value: `${noun}.`, label: nounOf(`${noun}.`) }));
  const isOther = search.action !== undefined && !nouns.some(({ value }) => value === search.action);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label="What it was about"
        value={search.action ?? ""}
        onChange={(event) => onFilter({ action: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: "Anything" },
          ...(isOther ? [{ value: search.action ?? "", label: search.action ?? "" }] : []),
          ...nouns,
        ]}
      />
      <DayRange
        label="On"
        from={search.from}
        through={search.through}
        max={today()}
        word={(day) => formatDay(day, today())}
        onChange={onFilter}
      />
      {chosen.map(({ key, words }) => (
        <Button
          key={key}
          variant="light"
          rightSection={<IconX size={13} />}
          aria-label={`${words}: remove this filter`}
          onClick={() =>
            onFilter(key === "actor" ? { actor: undefined } : { entity: undefined, entityId: undefined })
          }
        >
          {words}
        </Button>
      ))}
      {onClear && (
        <Button variant="subtle" color="gray" onClick={onClear}>
          Clear
        </Button>
      )}
    </>
  );
}

function Export({ search }: { search: AuditSearch }) {
  const refusal = useRefusal("audit.export");
  const [isBusy, setIsBusy] = useState(false);
  const run = async () => {
    setIsBusy(true);
    await exportAudit(auditFilter(search)).catch((error: unknown) => showFault(messageOf(error)));
    setIsBusy(false);
  };
  return (
    <ReasonButton
      variant="default"
      leftSection={<IconDownload size={15} />}
      loading={isBusy}
      reason={refusal}
      onClick={() => void run()}
    >
      Export CSV
    </ReasonButton>
  );
}
