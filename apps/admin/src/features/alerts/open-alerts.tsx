import { Alert, Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel, PanelLine } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { alertWords } from "./words.ts";

/** So many are listed; the page of the alerts has the rest. */
const most = 8;

/** The alerts that last and that nobody has settled, the newest first. */
export function OpenAlerts() {
  const alerts = trpc.alerts.list.useQuery(
    { isOpen: true, offset: 0, limit: most },
    { refetchInterval: 30_000 },
  );
  const { data } = alerts;
  return (
    <Panel
      title={data ? `Open alerts: ${data.open}` : "Open alerts"}
      isFlush
      action={
        <Anchor size="xs" renderRoot={(props) => <Link {...props} to={paths.alerts} />}>
          All alerts
        </Anchor>
      }
    >
      {alerts.error && (
        <Alert color="red" variant="light" role="alert" m="md">
          {messageOf(alerts.error)}
        </Alert>
      )}
      {data?.rows.length === 0 && <PanelLine label="None">Nothing needs you.</PanelLine>}
      {data?.rows.map(({ uuid, kind, practiceName, message, raisedAt }) => (
        <PanelLine
          key={uuid}
          label={<StatusBadge tone={alertWords[kind].tone}>{alertWords[kind].label}</StatusBadge>}
        >
          {practiceName !== null && `${practiceName}: `}
          {message}
          <Text size="xs" c="dimmed">
            since {formatInstant(raisedAt)}
          </Text>
        </PanelLine>
      ))}
    </Panel>
  );
}
