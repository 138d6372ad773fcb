import { Button, Skeleton } from "@mantine/core";
import { IconDeviceMobileMessage, IconPlayerPause, IconPlayerPlay, IconSend } from "@tabler/icons-react";
import type { SendingState } from "@vetsuccess/contract/texts";
import { useRefusal } from "../../lib/account.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatCount } from "../../lib/format.ts";
import { phonePageUrl } from "../../lib/paths.ts";
import { Meter } from "../../ui/meter.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { useSendingState } from "./live.ts";
import classes from "./sending-line.module.css";
import { lineWords } from "./words.ts";

type Panel = "pause" | "resume" | "deliver";

/** What the sending line does now, and the switches. */
export function SendingLine({ onOpen }: { onOpen: (panel: Panel) => void }) {
  const state = useSendingState();
  return (
    <section aria-label="Sending" className={classes.line} aria-busy={state.isPending}>
      {state.data ? (
        <Line state={state.data} onOpen={onOpen} />
      ) : state.isError ? (
        <>
          <StatusBadge tone="bad">Not known</StatusBadge>
          <p className={classes.explain}>{messageOf(state.error)}</p>
          <Button variant="default" onClick={() => void state.refetch()}>
            Try again
          </Button>
        </>
      ) : (
        <Skeleton height={20} />
      )}
    </section>
  );
}

function Line({ state, onOpen }: { state: SendingState; onOpen: (panel: Panel) => void }) {
  const { label, tone, explain } = lineWords(state);
  const pauseRefusal = useRefusal("sending.pause");
  const resumeRefusal = useRefusal("sending.resume");
  return (
    <>
      <div className={classes.state} role="status">
        <StatusBadge tone={tone}>{label}</StatusBadge>
        <p className={classes.explain}>{explain}</p>
      </div>
      <dl className={classes.numbers}>
        <div>
          <dt>Due</dt>
          <dd>{formatCount(state.due)}</dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{formatCount(state.waiting)}</dd>
        </div>
        <div className={classes.limit}>
          <dt>Last minute</dt>
          <dd>
            <Meter
              value={state.usedInLastMinute}
              max={state.limitPerMinute}
              label="Texts sent in the last minute"
            />
          </dd>
        </div>
      </dl>
      <div className={classes.actions}>
        {state.isSandbox && <SandboxActions state={state} onOpen={onOpen} />}
        {state.pauses.length > 0 ? (
          <ReasonButton
            leftSection={<IconPlayerPlay size={14} />}
            reason={resumeRefusal}
            onClick={() => onOpen("resume")}
          >
            Resume
          </ReasonButton>
        ) : (
          <ReasonButton
            variant="default"
            leftSection={<IconPlayerPause size={14} />}
            reason={
              pauseRefusal ??
              (state.isSendingEnabled ? undefined : "Sending is switched off: there is nothing to pause.")
            }
            onClick={() => onOpen("pause")}
          >
            Pause
          </ReasonButton>
        )}
      </div>
    </>
  );
}

/** With a real provider these do not exist. */
function SandboxActions({ state, onOpen }: { state: SendingState; onOpen: (panel: Panel) => void }) {
  const refusal = useRefusal("texts.deliverNow");
  return (
    <>
      {state.sandboxPhoneUrl !== null && (
        <Button
          data-hint="The texts as the owners' phones show them; nothing leaves this machine"
          component="a"
          variant="subtle"
          href={phonePageUrl(state.sandboxPhoneUrl, null)}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconDeviceMobileMessage size={15} />}
        >
          Phone
        </Button>
      )}
      <ReasonButton
        variant={state.due + state.waiting > 0 ? "light" : "default"}
        leftSection={<IconSend size={14} />}
        reason={refusal ?? (state.due + state.waiting === 0 ? "No text waits to be delivered." : undefined)}
        onClick={() => onOpen("deliver")}
      >
        Deliver now
      </ReasonButton>
    </>
  );
}
