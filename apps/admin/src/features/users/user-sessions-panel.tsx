import { Button } from "@mantine/core";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { SessionList } from "../account/session-list.tsx";

/** The browsers the user is signed in with; for those who may see them. */
export function UserSessionsPanel({ userId }: { userId: string }) {
  const listRefusal = useRefusal("users.listSessions");
  if (listRefusal !== undefined) return <Panel title="Sessions" words={listRefusal} />;
  return <Sessions userId={userId} />;
}

function Sessions({ userId }: { userId: string }) {
  const utils = trpc.useUtils();
  const refusal = useRefusal("users.endSessions");
  const sessions = trpc.users.listSessions.useQuery({ userId });
  const end = trpc.users.endSessions.useMutation({
    onSuccess: (_, { sessionId }) => {
      if (sessionId === undefined) showDone("Signed out everywhere.");
    },
    onError: (error) => showFault(messageOf(error)),
    onSettled: () => utils.users.listSessions.invalidate(),
  });
  return (
    <Panel
      title="Sessions"
      isFlush
      action={
        <ReasonButton
          variant="default"
          reason={refusal ?? (sessions.data?.length === 0 ? "There is no session to end." : undefined)}
          loading={end.isPending && end.variables.sessionId === undefined}
          onClick={() => end.mutate({ userId })}
        >
          Sign out everywhere
        </ReasonButton>
      }
    >
      <SessionList
        sessions={sessions}
        action={({ uuid }, device) => (
          <Button
            variant="default"
            aria-label={`Sign out ${device}`}
            loading={end.isPending && end.variables.sessionId === uuid}
            onClick={() => end.mutate({ userId, sessionId: uuid })}
          >
            Sign out
          </Button>
        )}
      />
    </Panel>
  );
}
