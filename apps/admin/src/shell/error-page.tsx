import { IconPlugConnectedX } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useReconnect } from "../lib/connection.ts";
import { codeOf, messageOf } from "../lib/errors.ts";
import { StateMessage } from "../ui/state-message.tsx";

/** Instead of a page that could not be shown. When the server was not reached, it is tried again as soon as it answers. */
export function ErrorPage({ error }: { error: unknown }) {
  const router = useRouter();
  useReconnect(() => void router.invalidate());
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

const isConnectionFault = (error: Error): boolean =>
  error.name === "TRPCClientError" || /fetch/i.test(error.message);
