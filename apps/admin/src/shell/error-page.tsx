import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useIsConnected, useReconnect } from "../lib/connection.ts";
import { codeOf, messageOf } from "../lib/errors.ts";
import { StateMessage } from "../ui/state-message.tsx";

/** Instead of a page that could not be shown. When the server was not reached, it is tried again as soon as it answers. */
export function ErrorPage({ error }: { error: unknown }) {
  const router = useRouter();
  useReconnect(() => void router.invalidate());
  const isConnected = useIsConnected();
  if (isMissingPart(error) && isConnected)
    return (
      <StateMessage
        icon={<IconRefresh size={22} />}
        title="A part of the page could not be loaded"
        action={{ label: "Load the page anew", onClick: () => location.reload() }}
      >
        There may be a newer version of VetSuccess since this page was opened.
      </StateMessage>
    );
  const isOurs = codeOf(error) === undefined && error instanceof Error && !isConnectionFault(error);
  return (
    <StateMessage
      icon={<IconPlugConnectedX size={22} />}
      title="This page cannot be shown"
      action={{ label: "Try again", onClick: () => void router.invalidate() }}
    >
      {isOurs
        ? "The page itself is at fault. Trying again may help; what you did before is saved."
        : messageOf(error)}
    </StateMessage>
  );
}

/** A script or style sheet of the page did not come; each browser says it in its own words. */
const isMissingPart = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|preload CSS/i.test(error.message);

const isConnectionFault = (error: Error): boolean =>
  error.name === "TRPCClientError" || isMissingPart(error) || /fetch/i.test(error.message);
