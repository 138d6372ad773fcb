import { Anchor, Button, Skeleton } from "@mantine/core";
import { IconKey, IconPlugConnectedX } from "@tabler/icons-react";
import type { ApiKeyRow } from "@vetsuccess/contract/identity";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { nounOf, verbOf } from "../../lib/actions.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatDate, formatInstant, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./session-list.module.css";

/** Keys of programs that act for the person. */
export function ApiKeysPanel() {
  const keys = trpc.apiKeys.list.useQuery();
  const [revoked, setRevoked] = useState<ApiKeyRow | null>(null);
  return (
    <Panel
      title="API keys"
      words="For programs that act in your name; never more than your role may do."
      isFlush
      action={
        <Button component={Link} to={paths.newApiKey} variant="default">
          New key
        </Button>
      }
    >
      {keys.data === undefined ? (
        keys.isError ? (
          <StateMessage
            icon={<IconPlugConnectedX size={22} />}
            title="The keys cannot be shown"
            action={{ label: "Try again", onClick: () => void keys.refetch() }}
          >
            {messageOf(keys.error)}
          </StateMessage>
        ) : (
          <div className={classes.row} role="status" aria-label="Keys are loading">
            <Skeleton height={14} width="45%" />
          </div>
        )
      ) : keys.data.length === 0 ? (
        <StateMessage icon={<IconKey size={22} />} title="No keys yet">
          A program of yours, a report or a script, signs in with{" "}
          <Anchor component={Link} to={paths.newApiKey} fz="inherit" underline="always">
            a key of its own
          </Anchor>
          .
        </StateMessage>
      ) : (
        <ul className={classes.list}>
          {keys.data.map((key) => (
            <KeyLine key={key.uuid} apiKey={key} onRevoke={() => setRevoked(key)} />
          ))}
        </ul>
      )}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </Panel>
  );
}

function KeyLine({ apiKey, onRevoke }: { apiKey: ApiKeyRow; onRevoke: () => void }) {
  const now = useNow();
  const { name, prefix, scopes, expiresAt, lastUsedAt, revokedAt } = apiKey;
  const state =
    revokedAt !== null
      ? ({ tone: "neutral", label: "Revoked" } as const)
      : expiresAt <= now
        ? ({ tone: "warn", label: "Expired" } as const)
        : ({ tone: "good", label: "Works" } as const);
  return (
    <li className={classes.row}>
      <IconKey size={20} stroke={1.5} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <div className={classes.name}>
          {name} <StatusBadge tone={state.tone}>{state.label}</StatusBadge>
        </div>
        <div className={classes.facts}>
          {prefix}… ·{" "}
          <span title={scopes.map((scope) => `${nounOf(scope)}: ${verbOf(scope)}`).join("\n")}>
            {plural(scopes.length, "right")}
          </span>{" "}
          · {lastUsedAt === null ? "never used" : `used ${formatInstant(lastUsedAt)}`} · until{" "}
          {formatDate(expiresAt)}
        </div>
      </div>
      {revokedAt === null && (
        <Button variant="default" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function RevokeDialog({ apiKey: { uuid, name }, onClose }: { apiKey: ApiKeyRow; onClose: () => void }) {
  const utils = trpc.useUtils();
  const revoke = trpc.apiKeys.revoke.useMutation({
    onSuccess: async () => {
      await utils.apiKeys.list.invalidate();
      showDone(`${name} no longer works.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      confirmLabel="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error ? messageOf(revoke.error) : undefined}
      onConfirm={() => revoke.mutate({ apiKeyId: uuid })}
      onClose={onClose}
    >
      The program that uses it is refused from now on. This cannot be undone; it would need a new key.
    </ConfirmDialog>
  );
}
