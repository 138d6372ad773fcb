import { Button } from "@mantine/core";
import { IconHandStop, IconPencil, IconUsers } from "@tabler/icons-react";
import { useRefusal } from "../../lib/account.ts";
import { formatClock } from "../../lib/format.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./presence-line.module.css";
import type { usePresence } from "./presence.ts";
import { namesOf } from "./words.ts";

type Props = Pick<ReturnType<typeof usePresence>, "colleagues" | "worker" | "isTaking" | "release" | "take">;

/** Who else is at the client. Its place is kept while one is alone and has not begun: nothing moves under what one types. */
export function PresenceLine({ colleagues, worker, isTaking, take, release }: Props) {
  const refusal = useRefusal("presence.take");
  const lookers = colleagues.filter(({ userId }) => userId !== worker?.userId);
  const isOther = worker !== null && !worker.isYou;
  const isSaid = worker !== null || lookers.length > 0;
  return (
    <div className={classes.place} role="status">
      {isSaid && (
        <div className={classes.line} data-tone={isOther ? "warn" : "info"}>
          {worker !== null && (
            <span className={classes.part}>
              {isOther ? <IconHandStop size={15} aria-hidden /> : <IconPencil size={15} aria-hidden />}
              {isOther
                ? `${worker.name} is working on this client since ${formatClock(worker.takenAt)}`
                : worker.isThisTab
                  ? "You are working on this client"
                  : "You are working on this client in another tab"}
            </span>
          )}
          {lookers.length > 0 && (
            <span className={classes.part}>
              <IconUsers size={15} aria-hidden />
              {namesOf(lookers)} {lookers.length === 1 ? "is" : "are"} here
            </span>
          )}
          {isOther && (
            <ReasonButton
              size="compact-xs"
              variant="default"
              reason={refusal}
              loading={isTaking}
              onClick={() => void take({ isTakeOver: true }).catch(() => undefined)}
            >
              Take over
            </ReasonButton>
          )}
          {worker?.isThisTab === true && (
            <Button size="compact-xs" variant="default" onClick={release}>
              Done
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
