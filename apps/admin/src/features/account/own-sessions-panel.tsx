import { Button } from "@mantine/core";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { SessionList } from "./session-list.tsx";

/** The browsers one is signed in with. */
export function OwnSessionsPanel() {
  const utils = trpc.useUtils();
  const sessions = trpc.account.listSessions.useQuery();
  const settle = {
    onSettled: () => utils.account.listSessions.invalidate(),
    onError: (error: unknown) => showFault(messageOf(error)),
  };
  const end = trpc.account.endSession.useMutation(settle);
  const endOthers = trpc.account.endOtherSessions.useMutation({
    ...settle,
    onSuccess: () => showDone("You are signed out everywhere else."),
  });
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <Panel
      title="Where you are signed in"
      words="A browser you do not know? Sign it out and change your password."
      isFlush
      action={
        <ReasonButton
          variant="default"
          loading={endOthers.isPending}
          reason={others === 0 ? "You are signed in nowhere else." : undefined}
          onClick={() => endOthers.mutate()}
        >
          Sign out everywhere else
        </ReasonButton>
      }
    >
      <SessionList
        sessions={sessions}
        action={({ uuid, isCurrent }, device) =>
          isCurrent ? null : (
            <Button
              variant="default"
              aria-label={`Sign out ${device}`}
              loading={end.isPending && end.variables.sessionId === uuid}
              onClick={() => end.mutate({ sessionId: uuid })}
            >
              Sign out
            </Button>
          )
        }
      />
    </Panel>
  );
}
