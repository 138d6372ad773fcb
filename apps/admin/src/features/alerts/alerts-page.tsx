import { Alert, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconCircleCheck } from "@tabler/icons-react";
import type { AlertRow } from "@vetsuccess/contract/alerts";
import { useRefusal } from "../../lib/account.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { alertWords } from "./words.ts";

/** What a person must look at: open alerts first, the newest hundred. */
export function AlertsPage() {
  useDocumentTitle("Alerts · VetSuccess");
  const alerts = trpc.alerts.list.useQuery({ limit: 100 }, { refetchInterval: 30_000 });
  return (
    <>
      <PageHead
        title="Alerts"
        words="What needs a person. The same cause is told once, and an alert goes by itself when it is over."
      />
      <Stack gap="sm">
        {alerts.error && (
          <Alert color="red" variant="light" role="alert">
            {messageOf(alerts.error)}
          </Alert>
        )}
        {alerts.isPending && <Skeleton height={160} role="status" aria-label="Alerts are loading" />}
        {alerts.data?.rows.length === 0 && (
          <StateMessage icon={<IconCircleCheck size={22} />} title="Nothing needs you" />
        )}
        {alerts.data?.rows.map((alert) => (
          <AlertCard key={alert.uuid} alert={alert} />
        ))}
      </Stack>
    </>
  );
}

function AlertCard({ alert }: { alert: AlertRow }) {
  const { uuid, kind, practiceName, message, raisedAt, endedAt, settledAt, settledBy } = alert;
  const utils = trpc.useUtils();
  const refusal = useRefusal("alerts.settle");
  const settle = trpc.alerts.settle.useMutation({ onSuccess: () => utils.alerts.invalidate() });
  const isOpen = settledAt === null && endedAt === null;
  const { label, tone } = alertWords[kind];
  return (
    <Paper withBorder p="sm" component="article" aria-label={label}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Group gap="xs">
            <StatusBadge tone={isOpen ? tone : "neutral"}>{label}</StatusBadge>
            <Text size="sm" fw={600}>
              {practiceName ?? "VetSuccess"}
            </Text>
          </Group>
          <Text size="sm">{message}</Text>
          <Text size="xs" c="dimmed">
            {formatInstant(raisedAt)}
            {endedAt && ` · over since ${formatInstant(endedAt)}`}
            {settledAt && ` · settled ${formatInstant(settledAt)} by ${settledBy ?? "somebody"}`}
          </Text>
          {settle.error && (
            <Text size="xs" c="red" role="alert">
              {messageOf(settle.error)}
            </Text>
          )}
        </div>
        {isOpen && (
          <ReasonButton
            variant="default"
            size="xs"
            reason={refusal}
            loading={settle.isPending}
            onClick={() => settle.mutate({ uuid })}
          >
            Settle
          </ReasonButton>
        )}
      </Group>
    </Paper>
  );
}
