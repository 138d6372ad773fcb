import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconPlugConnectedX, IconUserQuestion } from "@tabler/icons-react";
import type { User } from "@vetsuccess/contract/identity";
import { getRouteApi, Link } from "@tanstack/react-router";
import { nameOf } from "../../lib/account.ts";
import { codeOf, messageOf } from "../../lib/errors.ts";
import { formatDate } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { Initials } from "../../ui/initials.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { userState } from "./columns.tsx";
import { UserAccessPanel } from "./user-access-panel.tsx";
import { UserForm } from "./user-form.tsx";
import classes from "./user-page.module.css";
import { UserSessionsPanel } from "./user-sessions-panel.tsx";

const route = getRouteApi(paths.user);

/** One user: rights, sessions, second factor, and the end of it all. */
export function UserPage() {
  const { userId } = route.useParams();
  const user = trpc.users.get.useQuery({ userId });
  useDocumentTitle(`${user.data ? nameOf(user.data) : "User"} · VetSuccess`);
  if (user.data) return <Loaded user={user.data} />;
  if (user.isPending)
    return (
      <div className={classes.page} role="status" aria-label="The user is loading">
        <Skeleton height={28} width={220} mb="md" />
        <Skeleton height={320} />
      </div>
    );
  if (codeOf(user.error) === "NOT_FOUND" || codeOf(user.error) === "INVALID_INPUT")
    return (
      <StateMessage icon={<IconUserQuestion size={22} />} title="There is no such user">
        It may have been deleted. <Link to={paths.users}>All users</Link>
      </StateMessage>
    );
  return (
    <StateMessage
      icon={<IconPlugConnectedX size={22} />}
      title="The user cannot be shown"
      action={{ label: "Try again", onClick: () => void user.refetch() }}
    >
      {messageOf(user.error)}
    </StateMessage>
  );
}

function Loaded({ user }: { user: User }) {
  const name = nameOf(user);
  const { label, tone } = userState(user);
  return (
    <div className={classes.page}>
      <PageHead
        title={
          <span className={classes.name}>
            <Initials name={name} size={34} /> {name} <StatusBadge tone={tone}>{label}</StatusBadge>
          </span>
        }
        words={`${name === user.email ? "" : `${user.email} · `}since ${formatDate(user.createdAt)} · ${
          user.lastLogin === null ? "never signed in" : `last signed in ${formatDate(user.lastLogin)}`
        }`}
      />
      <div className={classes.columns}>
        <UserForm key={user.uuid} user={user} />
        <div className={classes.side}>
          <UserAccessPanel user={user} />
          <UserSessionsPanel userId={user.uuid} />
        </div>
      </div>
    </div>
  );
}
