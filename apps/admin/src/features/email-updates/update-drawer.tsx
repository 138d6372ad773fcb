import { Alert, Anchor, Button, Drawer, List, Skeleton, Stack, Textarea, Title } from "@mantine/core";
import { SendUpdateAgainInput } from "@vetsuccess/contract/email-updates";
import { useState } from "react";
import { messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { stateOf } from "./words.ts";

/** One mail: its files to download, its attempts, what was reported about it, and sending it again. */
export function UpdateDrawer({ uuid, onClose }: { uuid: string; onClose: () => void }) {
  const update = trpc.emailUpdates.get.useQuery({ uuid }, { refetchInterval: 5_000 });
  const { data } = update;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={data?.practiceName ?? "E-mail update"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {update.error && !data && (
        <Alert color="red" variant="light" role="alert">
          {messageOf(update.error)}
        </Alert>
      )}
      {!data && !update.error && <Skeleton height={240} role="status" aria-label="The mail is loading" />}
      {data && (
        <Stack gap="lg">
          <FactList
            title="Mail"
            facts={[
              { label: "Day", value: data.day },
              {
                label: "State",
                value: <StatusBadge tone={stateOf(data).tone}>{stateOf(data).label}</StatusBadge>,
              },
              { label: "To", value: data.toAddress ?? "—" },
              { label: "Copy", value: data.ccAddresses.join(", ") || "—" },
              ...(data.errorMessage === null ? [] : [{ label: "Reason", value: data.errorMessage }]),
            ]}
          />
          <section>
            <Title order={3} size="h5">
              Files
            </Title>
            <List size="sm">
              {data.fileList.map(({ path, attachmentName }, at) => (
                <List.Item key={path}>
                  <Anchor href={`/downloads/email-updates/${uuid}/${at}`} download={attachmentName}>
                    {attachmentName}
                  </Anchor>
                </List.Item>
              ))}
            </List>
            {data.fileList.length === 0 && "None"}
          </section>
          <Timeline
            title="Attempts"
            events={data.attempts.map((attempt) => ({
              key: attempt.uuid,
              tone: attempt.result === "ACCEPTED" ? "good" : attempt.result === null ? "busy" : "warn",
              title: attempt.result ?? "Running",
              detail: formatInstant(attempt.startedAt),
              ...(attempt.error === null ? {} : { quote: attempt.error }),
            }))}
          />
          <Timeline
            title="Reports of delivery"
            events={data.deliveries.map(({ id, kind, address, at, reason }) => ({
              key: id,
              tone: kind === "delivered" ? "good" : "info",
              title: `${kind}: ${address}`,
              detail: formatInstant(at),
              ...(reason === null ? {} : { quote: reason }),
            }))}
          />
          <SendAgain uuid={uuid} refusal={data.cannotSendAgain} />
        </Stack>
      )}
    </Drawer>
  );
}

function SendAgain({ uuid, refusal }: { uuid: string; refusal: string | null }) {
  const utils = trpc.useUtils();
  const [reason, setReason] = useState<string | null>(null);
  const send = trpc.emailUpdates.sendAgain.useMutation({
    onSuccess: async () => {
      setReason(null);
      await utils.emailUpdates.invalidate();
    },
  });
  if (reason === null)
    return (
      <ReasonButton variant="default" reason={refusal ?? undefined} onClick={() => setReason("")}>
        Send again
      </ReasonButton>
    );
  const input = SendUpdateAgainInput.safeParse({ uuid, reason });
  return (
    <Stack gap="sm">
      <Textarea
        label="Why is it sent again?"
        description="Kept in the audit trail."
        value={reason}
        maxLength={500}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
        error={send.error ? messageOf(send.error) : undefined}
      />
      <ReasonButton
        loading={send.isPending}
        reason={input.success ? undefined : "Give a reason of at least 3 characters."}
        onClick={() => {
          if (input.success) send.mutate(input.data);
        }}
      >
        Send again
      </ReasonButton>
      <Button variant="subtle" onClick={() => setReason(null)}>
        Cancel
      </Button>
    </Stack>
  );
}
