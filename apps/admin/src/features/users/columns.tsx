import type { User } from "@vetsuccess/contract/identity";
import { Link } from "@tanstack/react-router";
import { nameOf } from "../../lib/account.ts";
import { formatDate, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { roleWords } from "../../lib/roles.ts";
import { Initials } from "../../ui/initials.tsx";
import type { Column } from "../../ui/list-table.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import type { Tone } from "../../ui/tones.ts";
import classes from "./columns.module.css";

/** Whether somebody can sign in, in a word. */
export function userState({ isActive, isInvited }: User): { label: string; tone: Tone } {
  if (!isActive) return { label: "Disabled", tone: "neutral" };
  return isInvited ? { label: "Invited", tone: "info" } : { label: "Active", tone: "good" };
}

/** Columns of the list of users; on a phone only what tells one from another. */
export function userColumns(isNarrow: boolean): Column<User>[] {
  return [
    {
      key: "name",
      title: "Name",
      sortable: true,
      render: (user) => {
        const name = nameOf(user);
        return (
          <div className={classes.user}>
            <Initials name={name} size={26} />
            <div className={classes.who}>
              <Link
                to={paths.user}
                params={{ userId: user.uuid }}
                className={classes.name}
                onClick={(event) => event.stopPropagation()}
              >
                {name}
              </Link>
              {name !== user.email && <span className={classes.dim}>{user.email}</span>}
              {isNarrow && <span className={classes.dim}>{roleWords[user.role].label}</span>}
            </div>
          </div>
        );
      },
    },
    {
      key: "role",
      title: "Role",
      sortable: true,
      width: 120,
      hidden: isNarrow,
      render: ({ role }) => roleWords[role].label,
    },
    {
      key: "practices",
      title: "Practices",
      width: 120,
      hidden: isNarrow,
      render: ({ practiceIds }) =>
        practiceIds === null ? (
          <span className={classes.dim}>All</span>
        ) : (
          plural(practiceIds.length, "practice")
        ),
    },
    {
      key: "secondFactor",
      title: "Second factor",
      width: 120,
      hidden: isNarrow,
      render: ({ hasSecondFactor }) =>
        hasSecondFactor ? (
          <StatusBadge tone="good">On</StatusBadge>
        ) : (
          <span className={classes.dim}>Off</span>
        ),
    },
    {
      key: "lastLogin",
      title: "Last signed in",
      sortable: true,
      width: 140,
      hidden: isNarrow,
      render: ({ lastLogin }) =>
        lastLogin === null ? <span className={classes.dim}>Never</span> : formatDate(lastLogin),
    },
    {
      key: "isActive",
      title: "State",
      width: 108,
      render: (user) => {
        const { label, tone } = userState(user);
        return <StatusBadge tone={tone}>{label}</StatusBadge>;
      },
    },
  ];
}
