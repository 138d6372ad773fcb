import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDeviceFloppy, IconDots, IconPencil, IconPlus, IconTrash, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { SavedView, ViewCounts } from "@vetsuccess/contract/views";
import { memo } from "react";
import { useRefusal } from "../../lib/account.ts";
import { formatCount, ownZone } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { useScope } from "./scope.ts";
import {
  filterCount,
  filterOf,
  isAsSaved,
  noFilters,
  searchDefaults,
  searchOf,
  useWorklistSearch,
} from "./search.ts";
import { useViewCommands } from "./view-commands.tsx";
import { ViewNameDialog } from "./view-name-dialog.tsx";
import classes from "./views-bar.module.css";

const countMs = 30_000;
const mostCounted = 30;

/** The saved views, one's own and the shared ones, with how many texts each shows. */
export const ViewsBar = memo(function ViewsBar() {
  const { search } = useWorklistSearch();
  const [, setScope] = useScope();
  const views = trpc.views.list.useQuery(undefined, { staleTime: countMs });
  const uuids = (views.data ?? []).slice(0, mostCounted).map(({ uuid }) => uuid);
  const counts = trpc.views.count.useQuery(
    { uuids, timeZone: ownZone() },
    {
      enabled: uuids.length > 0,
      staleTime: countMs,
      refetchInterval: countMs,
      placeholderData: (before) => before,
    },
  );
  const active = views.data?.find(({ uuid }) => uuid === search.view);
  return (
    <div className={classes.bar}>
      <nav aria-label="Views" className={classes.views}>
        <Link
          to={paths.worklist}
          search={{ ...searchDefaults, ...noFilters }}
          className={classes.view}
          onClick={() => setScope({})}
          data-active={(search.view === undefined && filterCount(search) === 0) || undefined}
        >
          All
        </Link>
        {views.data?.map((view) => (
          <ViewLink
            key={view.uuid}
            view={view}
            isActive={view === active}
            isChanged={view === active && !isAsSaved(search, view)}
            count={counts.data?.find(({ uuid }) => uuid === view.uuid)}
          />
        ))}
      </nav>
      <SaveView active={active} />
      {active && <ViewMenu key={active.uuid} view={active} />}
    </div>
  );
});

interface ViewProps {
  view: SavedView;
  isActive: boolean;
  isChanged: boolean;
  count: ViewCounts[number] | undefined;
}

function ViewLink({ view, isActive, isChanged, count }: ViewProps) {
  const words = view.isShared
    ? `Shared by ${view.isOwn ? "you" : (view.ownerName ?? "somebody who is gone")}`
    : "Yours alone";
  return (
    <Link
      data-hint={isChanged ? `${words}, with changes that are not saved` : words}
      from={paths.worklist}
      to={paths.worklist}
      search={(before) => ({ ...before, ...searchOf(view) })}
      className={classes.view}
      data-active={isActive || undefined}
    >
      {view.isShared && <IconUsers size={13} aria-label="Shared" />}
      <span className={classes.name}>{view.name}</span>
      {isChanged && (
        <span className={classes.changed} role="img" aria-label="changed">
          •
        </span>
      )}
      {count && <span className={classes.count}>{countWords(count)}</span>}
    </Link>
  );
}

/** Keeps the filters as they are: in the view they came from, or as a new one. */
function SaveView({ active }: { active: SavedView | undefined }) {
  const { search, change } = useWorklistSearch();
  const [isOpen, dialog] = useDisclosure(false);
  const { create, update } = useViewCommands();
  const { sort, direction } = search;
  const content = { filter: filterOf(search), sort, direction };
  const isChanged = active !== undefined && !isAsSaved(search, active);
  const canSaveNew = active === undefined ? filterCount(search) > 0 : isChanged;
  if (!canSaveNew) return null;
  return (
    <>
      {isChanged && active.canChange && (
        <ActionIcon
          data-hint={`Save the changes of ${active.name}`}
          size="lg"
          aria-label={`Save the changes of ${active.name}`}
          loading={update.isPending}
          onClick={() => update.mutate({ uuid: active.uuid, ...content })}
        >
          <IconDeviceFloppy size={17} stroke={1.7} />
        </ActionIcon>
      )}
      <button type="button" className={classes.save} onClick={dialog.open}>
        <IconPlus size={14} aria-hidden />
        Save view
      </button>
      {isOpen && (
        <ViewNameDialog
          title="Save the view"
          confirmLabel="Save view"
          initial=""
          save={(name) => create.mutateAsync({ name, ...content })}
          onSaved={({ uuid }) => change({ view: uuid })}
          onClose={dialog.close}
        />
      )}
    </>
  );
}

function ViewMenu({ view }: { view: SavedView }) {
  const { change } = useWorklistSearch();
  const [isRenaming, renaming] = useDisclosure(false);
  const shareRefusal = useRefusal("views.share");
  const { update, share, remove } = useViewCommands();
  const foreign = view.canChange ? undefined : "Only its owner and those who lead may change it.";
  return (
    <>
      <Menu position="bottom-end" withArrow>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`More for ${view.name}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {foreign !== undefined && <Menu.Label>{foreign}</Menu.Label>}
          <Menu.Item
            leftSection={<IconPencil size={15} />}
            disabled={foreign !== undefined}
            onClick={renaming.open}
          >
            Rename
          </Menu.Item>
          <Menu.Item
            leftSection={<IconUsers size={15} />}
            disabled={foreign !== undefined || shareRefusal !== undefined}
            onClick={() => share.mutate({ uuid: view.uuid, isShared: !view.isShared })}
          >
            {view.isShared ? "Stop sharing" : "Share with everybody"}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={15} />}
            disabled={foreign !== undefined}
            onClick={() => remove(view, () => change({ view: undefined }))}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRenaming && (
        <ViewNameDialog
          title="Rename the view"
          confirmLabel="Rename"
          initial={view.name}
          save={(name) => update.mutateAsync({ uuid: view.uuid, name })}
          onClose={renaming.close}
        />
      )}
    </>
  );
}

const countWords = ({ count, atMost }: ViewCounts[number]): string =>
  count >= atMost ? `${formatCount(atMost)}+` : formatCount(count);
