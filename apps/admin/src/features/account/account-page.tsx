import { Alert, Badge, Button } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { nameOf, useAccount } from "../../lib/account.ts";
import { plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { roleWords } from "../../lib/roles.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel, PanelLine } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./account-page.module.css";
import { ApiKeysPanel } from "./api-keys-panel.tsx";
import { OwnSessionsPanel } from "./own-sessions-panel.tsx";
import { useAccountPanel } from "./search.ts";

const AccountDialogs = lazy(() => import("./account-dialogs.tsx"));

/** Everybody's own: name, password, second factor, sessions, keys of programs. */
export function AccountPage() {
  const { user, mustSetUpSecondFactor } = useAccount();
  const { panel, open } = useAccountPanel();
  useDocumentTitle("My account · VetSuccess");
  return (
    <div className={classes.page}>
      <PageHead title="My account" />
      {mustSetUpSecondFactor && (
        <Alert color="yellow" variant="light" title="Set up a second factor first" mb="md">
          Administrators need one here. Until then everything but this account is closed.
        </Alert>
      )}
      <div className={classes.panels}>
        <Panel title="You" isFlush>
          <PanelLine
            label="Name"
            action={
              <Button variant="default" aria-label="Change the name" onClick={() => open("name")}>
                Change
              </Button>
            }
          >
            {nameOf(user) === user.email ? <span className={classes.dim}>Not given</span> : nameOf(user)}
          </PanelLine>
          <PanelLine label="E-mail address">{user.email}</PanelLine>
          <PanelLine label="Role">
            {roleWords[user.role].label}
            <div className={classes.dim}>{roleWords[user.role].explain}</div>
          </PanelLine>
          {user.practiceIds !== null && (
            <PanelLine label="Practices">{plural(user.practiceIds.length, "practice")}</PanelLine>
          )}
        </Panel>
        <Panel title="Signing in" isFlush>
          <PanelLine
            label="Password"
            action={
              <Button variant="default" aria-label="Change the password" onClick={() => open("password")}>
                Change
              </Button>
            }
          >
            Changing it signs you out everywhere else.
          </PanelLine>
          <SecondFactorLine />
        </Panel>
        <OwnSessionsPanel />
        <ApiKeysPanel />
      </div>
      {panel !== undefined && (
        <Suspense>
          <AccountDialogs />
        </Suspense>
      )}
    </div>
  );
}

function SecondFactorLine() {
  const { user, recoveryCodesLeft } = useAccount();
  const { open } = useAccountPanel();
  if (!user.hasSecondFactor)
    return (
      <PanelLine
        label="Second factor"
        action={
          <Button component={Link} to={paths.secondFactor}>
            Set up
          </Button>
        }
      >
        <StatusBadge tone="neutral">Off</StatusBadge>
        <div className={classes.dim}>
          A code of your phone besides the password: a stolen password alone opens nothing.
        </div>
      </PanelLine>
    );
  return (
    <PanelLine
      label="Second factor"
      action={
        <>
          <Button variant="default" onClick={() => open("codes")}>
            New recovery codes
          </Button>
          <Button variant="default" onClick={() => open("remove")}>
            Remove
          </Button>
        </>
      }
    >
      <StatusBadge tone="good">On</StatusBadge>{" "}
      <Badge variant="transparent" color={recoveryCodesLeft < 3 ? "red" : "gray"} tt="none" fw={500}>
        {plural(recoveryCodesLeft, "recovery code")} left
      </Badge>
    </PanelLine>
  );
}
