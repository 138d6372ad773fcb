import type { Action } from "@vetsuccess/contract/identity";
import {
  IconAlertTriangle,
  IconMail,
  IconActivityHeartbeat,
  IconBuildingStore,
  IconChartBar,
  IconHistory,
  IconListCheck,
  IconMessage2,
  IconMessageQuestion,
  IconMessages,
  IconSend,
  IconStack2,
  IconUsers,
  type Icon,
} from "@tabler/icons-react";
import type { RegisteredRouter } from "@tanstack/react-router";
import { paths } from "./lib/paths.ts";

/** The headings of the navigation, in their order. */
export const navigationGroups = ["Desk", "Outreach", "Content", "Operations", "Access"] as const;

/** A screen that is reached from anywhere. */
export interface Screen {
  label: string;
  /** A route that needs no parameters. */
  to: Exclude<keyof RegisteredRouter["routesByPath"], `${string}$${string}`>;
  icon: Icon;
  group: (typeof navigationGroups)[number];
  /** Whoever may not do this does not see the entry. */
  action: Action;
  /** The letter that follows g. */
  key: string;
}

/** Every entry of the navigation, in its order. A screen with details (a client, a user) is reached from its list. */
export const screens: readonly Screen[] = [
  {
    label: "Worklist",
    to: paths.worklist,
    icon: IconListCheck,
    group: "Desk",
    action: "clients.listContacted",
    key: "w",
  },
  {
    label: "Outreach",
    to: paths.outreach,
    icon: IconSend,
    group: "Outreach",
    action: "outreach.summary",
    key: "o",
  },
  {
    label: "Messages",
    to: paths.messages,
    icon: IconMessages,
    group: "Outreach",
    action: "texts.list",
    key: "m",
  },
  {
    label: "Dashboard",
    to: paths.dashboard,
    icon: IconChartBar,
    group: "Operations",
    action: "outreach.report",
    key: "d",
  },
  { label: "Jobs", to: paths.jobs, icon: IconStack2, group: "Operations", action: "jobs.list", key: "j" },
  {
    label: "System",
    to: paths.system,
    icon: IconActivityHeartbeat,
    group: "Operations",
    action: "system.state",
    key: "y",
  },
  {
    label: "Users",
    to: paths.users,
    icon: IconUsers,
    group: "Access",
    action: "users.list",
    key: "u",
  },
  {
    label: "Audit",
    to: paths.audit,
    icon: IconHistory,
    group: "Access",
    action: "audit.list",
    key: "a",
  },
  {
    label: "E-mail updates",
    to: paths.emailUpdates,
    icon: IconMail,
    group: "Outreach",
    action: "emailUpdates.list",
    key: "e",
  },
  {
    label: "Alerts",
    to: paths.alerts,
    icon: IconAlertTriangle,
    group: "Operations",
    action: "alerts.list",
    key: "l",
  },
  {
    label: "Practices",
    to: paths.practices,
    icon: IconBuildingStore,
    group: "Outreach",
    action: "practices.search",
    key: "p",
  },
  {
    label: "Templates",
    to: paths.templates,
    icon: IconMessage2,
    group: "Content",
    action: "templates.list",
    key: "t",
  },
  {
    label: "Outcomes",
    to: paths.outcomes,
    icon: IconListCheck,
    group: "Content",
    action: "outcomes.listAll",
    key: "r",
  },
  {
    label: "Questions",
    to: paths.questions,
    icon: IconMessageQuestion,
    group: "Content",
    action: "questions.list",
    key: "q",
  },
];
