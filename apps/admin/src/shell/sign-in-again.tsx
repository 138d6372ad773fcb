import { Anchor, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { SignInForm } from "../features/auth/sign-in-form.tsx";
import { useAccount } from "../lib/account.ts";
import { paths } from "../lib/paths.ts";
import { noteSignedOut, returnFocus } from "../lib/session.ts";
import { queryClient, trpcQueries } from "../lib/trpc.ts";

/**
 * Over whatever is on the screen when the session has ended: nothing that was typed below is lost. Loaded when it is needed,
 * hence the default export.
 */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function SignInAgain() {
  const { user } = useAccount();
  useEffect(() => returnFocus, []);
  const goOn = async () => {
    const now = await trpcQueries.account.get.fetch(undefined, { staleTime: 0 });
    // Somebody else's page is not to be seen: everything is loaded anew.
    if (now.user.uuid !== user.uuid) return location.assign("/");
    noteSignedOut(false);
    await queryClient.invalidateQueries();
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="You are signed out"
      size="sm"
      overlayProps={{ backgroundOpacity: 0.55, blur: 6 }}
    >
      <Text size="sm" c="dimmed" mb="md">
        Your session has ended. Sign in again to go on here; what you typed is kept.
      </Text>
      <SignInForm email={user.email} onDone={() => void goOn()} />
      <Anchor href={paths.signIn} fz="sm" mt="md" display="block">
        Sign in as somebody else
      </Anchor>
    </Modal>
  );
}
