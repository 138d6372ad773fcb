import { useNavigate } from "@tanstack/react-router";
import { IconBuildingHospital, IconListCheck, IconUsers, IconUserStar } from "@tabler/icons-react";
import type { Action } from "@vetsuccess/contract/identity";
import type { SavedView } from "@vetsuccess/contract/views";
import { useAccount } from "../../lib/account.ts";
import { plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { screens } from "../../navigation.ts";
import { searchDefaults, searchOf, type WorklistSearch } from "../worklist/search.ts";
import { useActionEntries } from "./action-entries.tsx";
import type { Entry, EntryGroup } from "./entries.ts";

/** Everything in the palette but clients: screens, deeds, saved views, schedulers and practices, as far as one may. */
export function useCommandEntries(onHelp: () => void): EntryGroup[] {
  const navigate = useNavigate();
  const { permissions } = useAccount();
  const isAllowed = (action: Action) => permissions[action].isAllowed;
  const actions = useActionEntries(isAllowed, onHelp);
  const practices = trpc.practices.list.useQuery(undefined, { staleTime: 60_000 });
  const views = trpc.views.list.useQuery(undefined, { staleTime: 30_000 });
  const worklist = (search: Partial<WorklistSearch>) => () =>
    void navigate({ to: paths.worklist, search: { ...searchDefaults, ...search } });
  return [
    {
      title: "Go to",
      entries: screens
        .filter(({ action }) => isAllowed(action))
        .map(({ label, to, icon, key }) => ({
          id: `screen:${to}`,
          icon,
          label,
          hint: `g ${key}`,
          run: () => void navigate({ to }),
        })),
    },
    { title: "Actions", entries: actions },
    {
      title: "Views of the worklist",
      entries: (views.data ?? []).map((view): Entry => ({
        id: `view:${view.uuid}`,
        icon: view.isShared ? IconUsers : IconListCheck,
        label: view.name,
        detail: ownerOf(view),
        words: "view",
        run: worklist(searchOf(view)),
      })),
    },
    {
      title: "Schedulers",
      entries: (practices.data?.schedulers ?? []).map(({ name, practiceIds }): Entry => ({
        id: `scheduler:${name}`,
        icon: IconUserStar,
        label: name,
        detail: plural(practiceIds.length, "practice"),
        words: "scheduler",
        hint: "Worklist",
        run: worklist({ scheduler: name }),
      })),
    },
    {
      title: "Practices",
      entries: (practices.data?.practices ?? []).map(({ oduId, name, scheduler }): Entry => ({
        id: `practice:${oduId}`,
        icon: IconBuildingHospital,
        label: name ?? oduId,
        ...(scheduler === null ? {} : { detail: scheduler }),
        words: oduId,
        hint: "Worklist",
        run: worklist({ practices: oduId }),
      })),
    },
  ];
}

const ownerOf = ({ isShared, isOwn, ownerName }: SavedView): string =>
  isShared && !isOwn
    ? `Shared by ${ownerName ?? "somebody who is gone"}`
    : isShared
      ? "Shared by you"
      : "Yours";
