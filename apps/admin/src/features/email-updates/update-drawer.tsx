import { Alert, Anchor, Drawer, List, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { SendUpdateAgainInput, type UpdateDetail } from "@vetsuccess/contract/email-updates";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatDay, formatInstant, plural, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import classes from "./email-updates-page.module.css";
import { attemptWords, deliveryWords, fileSize, stateOf } from "./words.ts";

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
          <FactList title="Mail" facts={factsOf(data)} />
          <Files update={data} />
          {data.attempts.length > 0 && (
            <Timeline
              title="Attempts"
              events={data.attempts.map(({ result, bytes, error, ...attempt }) => ({
                key: attempt.uuid,
                tone: result === null ? "busy" : attemptWords[result].tone,
                title: result === null ? "Running" : attemptWords[result].label,
                detail: `${formatInstant(attempt.startedAt)} to ${attempt.toAddress}${bytes === null ? "" : `, ${fileSize(bytes)}`}`,
                ...(error === null ? {} : { quote: error }),
              }))}
            />
          )}
          {data.deliveries.length > 0 && (
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
          )}
          <SendAgain update={data} />
        </Stack>
      )}
    </Drawer>
  );
}

function factsOf(update: UpdateDetail) {
  const {
    practiceId,
    practiceName,
    day,
    toAddress,
    ccAddresses,
    sentAt,
    delivery,
    deliveryAt,
    errorMessage,
  } = update;
  const state = stateOf(update);
  return [
    {
      label: "Practice",
      value:
        practiceId === null ? (
          "Gone"
        ) : (
          <Link className={classes.link} to={paths.practice} params={{ practiceId }}>
            {practiceName ?? practiceId}
          </Link>
        ),
    },
    { label: "Day", value: formatDay(day, today()) },
    { label: "State", value: <StatusBadge tone={state.tone}>{state.label}</StatusBadge> },
    ...(errorMessage === null ? [] : [{ label: "Reason", value: errorMessage }]),
    { label: "To", value: toAddress ?? "—" },
    { label: "Copy", value: ccAddresses.join(", ") || "—" },
    { label: "Sent", value: sentAt === null ? "—" : formatInstant(sentAt) },
    {
      label: "Delivered",
      value:
        delivery === null ? (
          "—"
        ) : (
          <>
            <StatusBadge tone={deliveryWords[delivery].tone}>{deliveryWords[delivery].label}</StatusBadge>{" "}
            {deliveryAt && formatInstant(deliveryAt)}
          </>
        ),
    },
  ];
}

function Files({ update: { uuid, fileList } }: { update: UpdateDetail }) {
  const refusal = useRefusal("emailUpdates.download");
  return (
    <section aria-label="Files">
      <h3 className={classes.title}>{plural(fileList.length, "file")}</h3>
      <List size="sm">
        {fileList.map(({ path, attachmentName }, at) => (
          <List.Item key={path}>
            {refusal === undefined ? (
              <Anchor href={`/downloads/email-updates/${uuid}/${at}`} download={attachmentName}>
                {attachmentName}
              </Anchor>
            ) : (
              attachmentName
            )}
            <Text size="xs" c="dimmed">
              {path}
            </Text>
          </List.Item>
        ))}
      </List>
      {refusal !== undefined && fileList.length > 0 && (
        <Text size="xs" c="dimmed">
          {refusal}
        </Text>
      )}
    </section>
  );
}

function SendAgain({ update: { uuid, status, cannotSendAgain } }: { update: UpdateDetail }) {
  const utils = trpc.useUtils();
  const refusal = useRefusal("emailUpdates.sendAgain");
  const [reason, setReason] = useState<string | null>(null);
  const send = trpc.emailUpdates.sendAgain.useMutation({
    onSuccess: async () => {
      setReason(null);
      showDone("The mail is tried again now.");
      await utils.emailUpdates.invalidate();
    },
  });
  const input = SendUpdateAgainInput.safeParse({ uuid, reason });
  return (
    <>
      <ReasonButton
        variant="default"
        reason={refusal ?? cannotSendAgain ?? undefined}
        onClick={() => setReason("")}
      >
        Send again
      </ReasonButton>
      {reason !== null && (
        <FormDialog
          title="Send this mail again?"
          words={
            status === "UNKNOWN"
              ? "Nobody knows whether the mail provider accepted it. If it did, the practice gets it twice: ask the practice first."
              : "Its files stay those that were listed; where there were none, they are listed anew."
          }
          submitLabel="Send again"
          reason={input.success ? undefined : "Give a reason of at least 3 characters."}
          error={send.error ? messageOf(send.error) : undefined}
          isBusy={send.isPending}
          onSubmit={(event) => {
            event.preventDefault();
            if (input.success) send.mutate(input.data);
          }}
          onClose={() => setReason(null)}
        >
          <Textarea
            label="Why is it sent again?"
            description="Kept in the audit trail."
            value={reason}
            maxLength={500}
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </FormDialog>
      )}
    </>
  );
}
