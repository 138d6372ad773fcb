import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { keepPreviousData } from "@tanstack/react-query";
import { UpdateStatus, type UpdateRow } from "@vetsuccess/contract/email-updates";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { trpc } from "../../lib/trpc.ts";
import { ListTable, type Column } from "../../ui/list-table.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { dayOf, updatesInput, useUpdatesSearch } from "./search.ts";
import { UpdateDrawer } from "./update-drawer.tsx";
import { deliveryWords, stateOf, stateWords } from "./words.ts";

/** The daily e-mails: what went to whom on a day, and what would go. */
export function EmailUpdatesPage() {
  const { search, change, filter } = useUpdatesSearch();
  const isPreview = search.view === "preview";
  return (
    <Stack gap="md" p="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          E-mail updates
        </Title>
        <Button
          variant="default"
          onClick={() => filter({ view: isPreview ? undefined : "preview" })}
          aria-pressed={isPreview}
        >
          {isPreview ? "Back to the mails" : "What would go out"}
        </Button>
      </Group>
      <Group gap="sm" align="end">
        <TextInput
          type="date"
          label="Day of the mailing (UTC)"
          value={dayOf(search)}
          onChange={(event) => filter({ day: event.currentTarget.value || undefined })}
        />
        {!isPreview && (
          <>
            <NativeSelect
              label="State"
              value={search.state ?? ""}
              onChange={(event) => filter({ state: UpdateStatus.safeParse(event.currentTarget.value).data })}
              data={[
                { value: "", label: "All" },
                ...UpdateStatus.options.map((value) => ({ value, label: stateWords[value].label })),
              ]}
            />
            <TextInput
              type="search"
              label="Practice"
              value={search.q ?? ""}
              onChange={(event) => filter({ q: event.currentTarget.value || undefined }, { replace: true })}
            />
          </>
        )}
      </Group>
      {isPreview ? <PreviewPanel day={dayOf(search)} /> : <UpdateList />}
      {search.mail !== undefined && (
        <UpdateDrawer key={search.mail} uuid={search.mail} onClose={() => change({ mail: undefined })} />
      )}
    </Stack>
  );
}

const columns: Column<UpdateRow>[] = [
  {
    key: "practice",
    title: "Practice",
    render: ({ uuid, practiceName, practiceId, toAddress, ccAddresses }) => (
      <>
        <Link
          from={paths.emailUpdates}
          to={paths.emailUpdates}
          search={(before) => ({ ...before, mail: uuid })}
          onClick={(event) => event.stopPropagation()}
        >
          {practiceName ?? practiceId ?? "—"}
        </Link>
        <Text size="xs" c="dimmed">
          {toAddress ?? "no address"}
          {ccAddresses.length > 0 && `, cc ${ccAddresses.join(", ")}`}
        </Text>
      </>
    ),
  },
  { key: "files", title: "Files", width: 70, render: ({ files }) => files },
  {
    key: "state",
    title: "State",
    width: 130,
    render: (row) => <StatusBadge tone={stateOf(row).tone}>{stateOf(row).label}</StatusBadge>,
  },
  {
    key: "delivered",
    title: "Delivered",
    width: 200,
    render: ({ delivery, deliveryAt }) =>
      delivery === null ? (
        "—"
      ) : (
        <>
          <StatusBadge tone={deliveryWords[delivery].tone}>{deliveryWords[delivery].label}</StatusBadge>{" "}
          {deliveryAt && (
            <Text span size="xs" c="dimmed">
              {formatInstant(deliveryAt)}
            </Text>
          )}
        </>
      ),
  },
];

function UpdateList() {
  const { search, change, filter } = useUpdatesSearch();
  const updates = trpc.emailUpdates.list.useQuery(updatesInput(search), {
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const { data } = updates;
  const isFiltered = search.state !== undefined || search.q !== undefined;
  return (
    <section aria-label="E-mail updates">
      {data && (
        <Text size="sm" c="dimmed" role="status">
          {plural(data.total, "practice")}
          {data.isWorkingDay ? "" : " · not a working day: nothing is mailed"}
        </Text>
      )}
      <ListTable<UpdateRow>
        label="E-mail updates"
        rows={data?.rows}
        rowKey={({ uuid }) => uuid}
        columns={columns}
        isStale={updates.isPlaceholderData}
        error={data === undefined && updates.error ? messageOf(updates.error) : undefined}
        onRetry={() => void updates.refetch()}
        cursor={search.mail ?? null}
        onOpen={({ uuid }) => change({ mail: uuid })}
        sort={{ by: "practice", direction: "asc" }}
        onSort={() => undefined}
        pages={{
          page: search.page,
          size: search.size,
          sizes: pageSizes,
          total: data?.total ?? 0,
          onPage: (page) => change({ page }),
          onSize: (size) => filter({ size: size as typeof search.size }),
        }}
        empty={
          <StateMessage
            icon={<IconMailOff size={22} />}
            title={isFiltered ? "No mail matches" : "Nothing was mailed on this day"}
            action={
              isFiltered
                ? { label: "Clear the filters", onClick: () => filter({ state: undefined, q: undefined }) }
                : undefined
            }
          />
        }
      />
    </section>
  );
}
