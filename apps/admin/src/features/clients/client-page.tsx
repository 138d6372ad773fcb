import { Button, Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconPlugConnectedX, IconUserOff } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { codeOf, messageOf } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { StateMessage } from "../../ui/state-message.tsx";
import { noteRecentClient } from "../search/recent.ts";
import { ClientDesk } from "./client-desk.tsx";
import classes from "./client-desk.module.css";
import { getClientInput } from "./routes.ts";

/** Live updates tell what changes; this is for when they are not there. */
const readAgainMs = 60_000;

const route = getRouteApi(paths.client);

/** One client: everything an agent needs for a call, and everything the call leads to. */
export function ClientPage() {
  const { clientId } = route.useParams();
  const client = trpc.clients.get.useQuery(getClientInput(clientId), { refetchInterval: readAgainMs });
  const isShown = client.data !== undefined;
  useEffect(() => {
    if (isShown) noteRecentClient(clientId);
  }, [clientId, isShown]);
  useDocumentTitle(`${client.data?.fullName ?? "Client"} · VetSuccess`);
  // First: whoever may not see the client any more sees nothing of what was read before.
  if (codeOf(client.error) === "NOT_FOUND")
    return (
      <StateMessage icon={<IconUserOff size={22} />} title="There is no such client">
        It may have been removed by the practice, or belong to a practice that you do not serve.
        <br />
        <Button variant="default" mt="sm" onClick={() => history.back()}>
          Back
        </Button>
      </StateMessage>
    );
  if (client.data) return <ClientDesk key={clientId} client={client.data} />;
  if (client.error)
    return (
      <StateMessage
        icon={<IconPlugConnectedX size={22} />}
        title="The client could not be loaded"
        action={{ label: "Try again", onClick: () => void client.refetch() }}
      >
        {messageOf(client.error)}
      </StateMessage>
    );
  return (
    <div role="status" aria-busy="true" aria-label="Loading the client">
      <Skeleton height={132} radius="lg" />
      <div className={classes.columns}>
        <Skeleton height={420} radius="lg" />
        <Skeleton height={420} radius="lg" />
      </div>
    </div>
  );
}
