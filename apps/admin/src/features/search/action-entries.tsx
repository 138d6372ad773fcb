import { useMantineColorScheme } from "@mantine/core";
import { useLocation, useNavigate } from "@tanstack/react-router";
import {
  IconDeviceDesktop,
  IconDownload,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPassword,
  IconPlayerPause,
  IconPlayerPlay,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import type { Action } from "@vetsuccess/contract/identity";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { useSignOut } from "../auth/sign-out.ts";
import { useExport } from "../worklist/export-list.ts";
import { WorklistSearch } from "../worklist/search.ts";
import type { Entry } from "./entries.ts";

/** Deeds that are offered wherever one is. */
export function useActionEntries(isAllowed: (action: Action) => boolean, onHelp: () => void): Entry[] {
  const navigate = useNavigate();
  const signOut = useSignOut();
  return [
    ...useExportEntry(isAllowed("clients.export")),
    ...useSendingEntries(isAllowed),
    ...useThemeEntries(),
    {
      id: "action:help",
      icon: IconKeyboard,
      label: "Keyboard shortcuts",
      words: "help keys",
      hint: "?",
      run: onHelp,
    },
    {
      id: "action:account",
      icon: IconUserCircle,
      label: "My account",
      words: "profile name sessions second factor",
      run: () => void navigate({ to: paths.account }),
    },
    {
      id: "action:password",
      icon: IconPassword,
      label: "Change my password",
      words: "account security",
      run: () => void navigate({ to: paths.account, search: { panel: "password" } }),
    },
    {
      id: "action:sign-out",
      icon: IconLogout,
      label: "Sign out",
      words: "log out logout leave end session",
      run: () => signOut.mutate(),
    },
  ];
}

/** The worklist that is on the screen, with its filters, as a file. */
function useExportEntry(isAllowed: boolean): Entry[] {
  const { pathname, search } = useLocation();
  const exported = useExport();
  if (!isAllowed || pathname !== paths.worklist) return [];
  return [
    {
      id: "action:export",
      icon: IconDownload,
      label: "Export the worklist",
      words: "csv file download",
      run: () => exported.mutate(WorklistSearch.parse(search)),
    },
  ];
}

const themes = [
  { scheme: "light", label: "Light theme", icon: IconSun },
  { scheme: "dark", label: "Dark theme", icon: IconMoon },
  { scheme: "auto", label: "Theme of the system", icon: IconDeviceDesktop },
] as const;

function useThemeEntries(): Entry[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return themes
    .filter(({ scheme }) => scheme !== colorScheme)
    .map(({ scheme, label, icon }) => ({
      id: `action:theme-${scheme}`,
      icon,
      label,
      words: "appearance colour mode",
      run: () => setColorScheme(scheme),
    }));
}

function useSendingEntries(isAllowed: (action: Action) => boolean): Entry[] {
  const navigate = useNavigate();
  const sending = trpc.sending.state.useQuery(undefined, { staleTime: 10_000 });
  const panel = (name: "pause" | "resume") => () =>
    void navigate({
      to: paths.outreach,
      search: { page: 1, size: 25, sort: "sendAt", direction: "desc", panel: name },
    });
  const isPaused = (sending.data?.pauses.length ?? 0) > 0;
  if (!isAllowed(isPaused ? "sending.resume" : "sending.pause")) return [];
  return [
    isPaused
      ? {
          id: "action:resume",
          icon: IconPlayerPlay,
          label: "Resume sending",
          words: "texts sms start",
          run: panel("resume"),
        }
      : {
          id: "action:pause",
          icon: IconPlayerPause,
          label: "Pause sending",
          words: "texts sms stop",
          run: panel("pause"),
        },
  ];
}
