import { Button, NativeSelect } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconFilterOff, IconUserPlus } from "@tabler/icons-react";
import { roles, type Role } from "@vetsuccess/contract/identity";
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { roleWords } from "../../lib/roles.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { ListPanel } from "../../ui/list-panel.tsx";
import { ListTable } from "../../ui/list-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { userColumns } from "./columns.tsx";
import { usersInput, useUsersSearch, type UsersSearch } from "./search.ts";

/** Everybody who may use the product. */
export function UsersListPage() {
  const { search, change, filter } = useUsersSearch();
  const navigate = useNavigate();
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const users = trpc.users.list.useQuery(usersInput(search), { placeholderData: keepPreviousData });
  const field = useRef<HTMLInputElement>(null);
  const refusal = useRefusal("users.invite");
  const invite = () => void navigate({ to: paths.inviteUser });
  useDocumentTitle("Users · VetSuccess");
  useShortcuts("Users", [
    { keys: "/", label: "Search the users", run: () => field.current?.focus() },
    { keys: "n", label: "Invite somebody", run: () => refusal === undefined && invite() },
  ]);
  const hasFilter = search.q !== undefined || search.role !== undefined || search.state !== undefined;
  const clear = () => filter({ q: undefined, role: undefined, state: undefined });
  return (
    <>
      <PageHead title="Users">
        <ReasonButton leftSection={<IconUserPlus size={15} />} reason={refusal} onClick={invite}>
          Invite
        </ReasonButton>
      </PageHead>
      <ListPanel
        label="Users"
        end={users.data && plural(users.data.total, "user")}
        filters={
          <>
            <SearchField
              ref={field}
              label="Search by name or address"
              placeholder="Name or address"
              value={search.q}
              onChange={(q) => filter({ q }, { replace: true })}
            />
            <NativeSelect
              size="xs"
              aria-label="Role"
              value={search.role ?? ""}
              onChange={(event) =>
                filter({ role: (event.currentTarget.value || undefined) as Role | undefined })
              }
              data={[
                { value: "", label: "Any role" },
                ...roles.map((role) => ({ value: role, label: roleWords[role].label })),
              ]}
            />
            <NativeSelect
              size="xs"
              aria-label="State"
              value={search.state ?? ""}
              onChange={(event) =>
                filter({ state: (event.currentTarget.value || undefined) as UsersSearch["state"] })
              }
              data={[
                { value: "", label: "Active and disabled" },
                { value: "active", label: "Active" },
                { value: "disabled", label: "Disabled" },
              ]}
            />
            {hasFilter && (
              <Button variant="subtle" color="gray" onClick={clear}>
                Clear
              </Button>
            )}
          </>
        }
      >
        <ListTable
          label="Users"
          rows={users.data?.rows}
          rowKey={({ uuid }) => uuid}
          columns={userColumns(isNarrow)}
          isStale={users.isPlaceholderData}
          error={users.data === undefined && users.error ? messageOf(users.error) : undefined}
          onRetry={() => void users.refetch()}
          cursor={null}
          onOpen={({ uuid }) => void navigate({ to: paths.user, params: { userId: uuid } })}
          sort={{ by: search.sort, direction: search.direction }}
          onSort={(by, direction) => filter({ sort: by as UsersSearch["sort"], direction })}
          pages={{
            page: search.page,
            size: search.size,
            sizes: pageSizes,
            total: users.data?.total ?? 0,
            onPage: (page) => change({ page }),
            onSize: (size) => filter({ size: size as UsersSearch["size"] }),
          }}
          empty={
            <StateMessage
              icon={<IconFilterOff size={22} />}
              title="No user matches"
              action={hasFilter ? { label: "Clear the filters", onClick: clear } : undefined}
            />
          }
        />
      </ListPanel>
    </>
  );
}
