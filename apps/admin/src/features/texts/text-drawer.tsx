import { Alert, Anchor, Drawer, Skeleton, Stack } from "@mantine/core";
import { IconDeviceMobileMessage } from "@tabler/icons-react";
import type { TextDetail } from "@vetsuccess/contract/texts";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, formatInstant, formatPhone, formatThere, today } from "../../lib/format.ts";
import { phonePageUrl } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { PhoneBubble } from "../../ui/phone-bubble.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { useSendingState, useLiveInterval } from "../sending/live.ts";
import { DecideText } from "./decide-text.tsx";
import { Attempts } from "./attempts.tsx";
import classes from "./text-drawer.module.css";
import { errorWords, holdWords, stateOf } from "./words.ts";

/** One text: what it says, to whom, about which reminders, and what happened to it. */
export function TextDrawer({ uuid, onClose }: { uuid: string; onClose: () => void }) {
  const interval = useLiveInterval();
  const text = trpc.texts.get.useQuery(
    { uuid },
    { refetchInterval: ({ state }) => (state.data?.status === "PENDING" ? interval : false) },
  );
  return (
    <Drawer
      opened
      onClose={onClose}
      title={text.data ? (text.data.clientName ?? "Unknown client") : "Text"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {text.isPending && (
        <Stack>
          <Skeleton height={90} />
          <Skeleton height={160} />
        </Stack>
      )}
      {text.isError && text.data === undefined && (
        <Alert color="red" role="alert">
          {messageOf(text.error)}
        </Alert>
      )}
      {text.data && <Detail text={text.data} />}
    </Drawer>
  );
}

function Detail({ text }: { text: TextDetail }) {
  const { label, tone } = stateOf(text);
  const { data: sending } = useSendingState();
  const why = whyWords(text);
  return (
    <Stack gap="lg">
      <div className={classes.head}>
        <StatusBadge tone={tone}>{label}</StatusBadge>
        <span className={classes.when}>{whenWords(text)}</span>
      </div>
      {why !== null && (
        <div className={classes.why} data-tone={tone}>
          <strong>{why.label}.</strong> {why.explain}
          {text.errorMessage !== null && <code className={classes.raw}>{text.errorMessage}</code>}
        </div>
      )}
      {text.status === "UNKNOWN" && <DecideText uuid={text.uuid} />}
      <PhoneBubble
        text={text.text}
        footer={
          <>
            {formatPhone(text.numberFrom)} to {formatPhone(text.numberTo)}
            {sending?.sandboxPhoneUrl && text.status === "SENT" && (
              <>
                {" · "}
                <Anchor
                  href={phonePageUrl(sending.sandboxPhoneUrl, text.numberTo)}
                  target="_blank"
                  rel="noreferrer"
                  fz="xs"
                >
                  <IconDeviceMobileMessage size={13} className={classes.phoneIcon} aria-hidden /> See it on
                  the phone
                </Anchor>
              </>
            )}
          </>
        }
      />
      <FactList
        title="About"
        facts={[
          { label: "Practice", value: text.practiceName ?? "—" },
          { label: "Client", value: text.clientName ?? "—" },
          { label: text.pets.length > 1 ? "Pets" : "Pet", value: text.pets.join(", ") || "—" },
          { label: "Planned for", value: text.plannedOn === null ? "—" : formatDay(text.plannedOn, today()) },
          { label: "Follow-up", value: text.isFollowed ? "Done" : "Open" },
        ]}
      />
      {text.reminders.length > 0 && (
        <section>
          <h3 className={classes.title}>Reminders behind it</h3>
          <ul className={classes.reminders}>
            {text.reminders.map((reminder) => (
              <li key={reminder.oduId}>
                <span>
                  <b>{reminder.petName ?? "A pet"}</b> {reminder.description ?? "No description"}
                </span>
                <span className={classes.due}>
                  {reminder.dateDue === null ? "" : `due ${formatDay(reminder.dateDue, today())}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Attempts text={text} />
    </Stack>
  );
}

function whyWords(text: TextDetail): { label: string; explain: string } | null {
  if (text.errorCode !== null) return errorWords[text.errorCode];
  return text.status === "PENDING" && !text.isSending && text.heldBecause !== null
    ? holdWords[text.heldBecause]
    : null;
}

function whenWords(text: TextDetail): string {
  const instant = text.sentAt ?? text.sendAt;
  if (instant === null) return "";
  const there = formatThere(instant, text.practiceTimeZone);
  const verb = text.sentAt === null ? "Due" : "Sent";
  return `${verb} ${formatInstant(instant)}${there === null ? "" : ` · ${there} at the practice`}`;
}
