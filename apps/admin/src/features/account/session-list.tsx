import { Skeleton } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconPlugConnectedX, IconUserOff } from "@tabler/icons-react";
import type { SessionRow } from "@vetsuccess/contract/identity";
import type { ReactNode } from "react";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { deviceOf } from "../../lib/user-agent.ts";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./session-list.module.css";

interface Props {
  sessions: { data: SessionRow[] | undefined; error: unknown; refetch: () => Promise<unknown> };
  action: (session: SessionRow, device: string) => ReactNode;
}

/** Browsers that somebody is signed in with: device, address, when it was last seen. */
export function SessionList({ sessions: { data, error, refetch }, action }: Props) {
  if (!data)
    return error === null ? (
      <div className={classes.row} role="status" aria-label="Sessions are loading">
        <Skeleton height={14} width="45%" />
      </div>
    ) : (
      <StateMessage
        icon={<IconPlugConnectedX size={22} />}
        title="The sessions cannot be shown"
        action={{ label: "Try again", onClick: () => void refetch() }}
      >
        {messageOf(error)}
      </StateMessage>
    );
  if (data.length === 0) return <StateMessage icon={<IconUserOff size={22} />} title="Signed in nowhere" />;
  return (
    <ul className={classes.list}>
      {data.map((session) => {
        const { name, isPhone } = deviceOf(session.userAgent);
        const Icon = isPhone ? IconDeviceMobile : IconDeviceDesktop;
        return (
          <li key={session.uuid} className={classes.row}>
            <Icon size={20} stroke={1.5} aria-hidden className={classes.icon} />
            <div className={classes.what}>
              <div className={classes.name} title={session.userAgent ?? undefined}>
                {name} {session.isCurrent && <StatusBadge tone="good">This one</StatusBadge>}
              </div>
              <div className={classes.facts}>
                {session.address ?? "Unknown address"} · seen {formatInstant(session.lastSeenAt)} · since{" "}
                {formatInstant(session.createdAt)}
              </div>
            </div>
            {action(session, name)}
          </li>
        );
      })}
    </ul>
  );
}
