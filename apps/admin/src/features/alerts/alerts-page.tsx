import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { StateMessage } from "../../ui/state-message.tsx";

/** What a person must look at: open alerts first, the newest hundred. */
export function AlertsPage() {
  const utils = trpc.useUtils();
  const alerts = trpc.alerts.list.useQuery({ limit: 100 }, { refetchInterval: 30_000 });
  const settle = trpc.alerts.settle.useMutation({ onSuccess: () => utils.alerts.invalidate() });
  const problem = alerts.error ?? settle.error;
  return (
    <Stack gap="md" p="md">
      <Title order={1} size="h3">
        Alerts
      </Title>
      {problem && (
        <Alert color="red" variant="light" role="alert">
          {messageOf(problem)}
        </Alert>
      )}
      {alerts.isPending && <Skeleton height={160} role="status" aria-label="Alerts are loading" />}
      {alerts.data?.rows.length === 0 && (
        <StateMessage icon={<IconCircleCheck size={22} />} title="Nothing needs you" />
      )}
      {alerts.data?.rows.map(({ uuid, practiceName, message, raisedAt, settledAt, settledBy }) => (
        <Paper key={uuid} withBorder p="sm" component="article">
          <Group justify="space-between" wrap="nowrap" align="start">
            <div>
              <Text size="sm" fw={600}>
                {practiceName ?? "VetSuccess"}
              </Text>
              <Text size="sm">{message}</Text>
              <Text size="xs" c="dimmed">
                {formatInstant(raisedAt)}
                {settledAt && ` · settled ${formatInstant(settledAt)} by ${settledBy ?? "somebody"}`}
              </Text>
            </div>
            {settledAt === null && (
              <Button
                variant="default"
                size="xs"
                loading={settle.isPending && settle.variables.uuid === uuid}
                onClick={() => settle.mutate({ uuid })}
              >
                Settle
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
