import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import {
  IconBuildingHospital,
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconSun,
} from "@tabler/icons-react";
import type { Action } from "@vetsuccess/contract/identity";
import { useAccount } from "../../lib/account.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { screens } from "../../navigation.ts";
import { searchDefaults } from "../worklist/search.ts";
import type { Entry, EntryGroup } from "./entries.ts";

/** Everything in the palette but clients: screens, deeds and practices, as far as one may. */
export function useCommandEntries(): EntryGroup[] {
  const navigate = useNavigate();
  const { permissions } = useAccount();
  const isAllowed = (action: Action) => permissions[action].isAllowed;
  const actions = useActions(isAllowed);
  const practices = trpc.practices.list.useQuery(undefined, { staleTime: 60_000 });
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
      title: "Practices",
      entries: (practices.data?.practices ?? []).map(({ oduId, name, scheduler }): Entry => ({
        id: `practice:${oduId}`,
        icon: IconBuildingHospital,
        label: name ?? oduId,
        ...(scheduler === null ? {} : { detail: scheduler }),
        words: oduId,
        hint: "Worklist",
        run: () => void navigate({ to: paths.worklist, search: { ...searchDefaults, practices: oduId } }),
      })),
    },
  ];
}

function useActions(isAllowed: (action: Action) => boolean): Entry[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  const sending = trpc.sending.state.useQuery(undefined, { staleTime: 10_000 });
  const isPaused = (sending.data?.pauses.length ?? 0) > 0;
  const panel = (name: "pause" | "resume") => () =>
    void navigate({
      to: paths.outreach,
      search: { page: 1, size: 25, sort: "sendAt", direction: "desc", panel: name },
    });
  const all: (Entry & { action?: Action })[] = [
    {
      id: "action:theme",
      icon: isDark ? IconSun : IconMoon,
      label: isDark ? "Light theme" : "Dark theme",
      words: "appearance colour mode",
      run: () => setColorScheme(isDark ? "light" : "dark"),
    },
    isPaused
      ? {
          id: "action:resume",
          action: "sending.resume",
          icon: IconPlayerPlay,
          label: "Resume sending",
          words: "texts sms start",
          run: panel("resume"),
        }
      : {
          id: "action:pause",
          action: "sending.pause",
          icon: IconPlayerPause,
          label: "Pause sending",
          words: "texts sms stop",
          run: panel("pause"),
        },
  ];
  return all.filter(({ action }) => action === undefined || isAllowed(action));
}
