import type { User } from "@vetsuccess/contract/identity";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { nameOf, useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel, PanelLine } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";

type Step = "disable" | "enable" | "resetFactor" | "inviteAgain" | "delete";

const words: Record<
  Step,
  { title: (name: string) => string; confirm: string; explain: string; done: string }
> = {
  disable: {
    title: (name) => `Disable ${name}?`,
    confirm: "Disable",
    explain: "They are signed out everywhere at once, and cannot sign in until they are enabled again.",
    done: "Disabled, and signed out everywhere.",
  },
  enable: {
    title: (name) => `Enable ${name}?`,
    confirm: "Enable",
    explain: "They can sign in again with the password they had.",
    done: "Enabled.",
  },
  resetFactor: {
    title: (name) => `Reset the second factor of ${name}?`,
    confirm: "Reset",
    explain:
      "Make sure that it is really them who ask. Their app and recovery codes stop working, and they are signed out everywhere.",
    done: "The second factor is reset.",
  },
  inviteAgain: {
    title: (name) => `Invite ${name} again?`,
    confirm: "Send a new invitation",
    explain: "A new link goes out by mail; the former one stops working.",
    done: "A new invitation is on its way.",
  },
  delete: {
    title: (name) => `Delete ${name}?`,
    confirm: "Delete",
    explain:
      "Their sessions, tokens and API keys end at once. The audit log keeps what they did. This cannot be undone; disabling can.",
    done: "Deleted.",
  },
};

/** What decides whether somebody gets in: state, second factor, and the end. */
export function UserAccessPanel({ user }: { user: User }) {
  const [step, setStep] = useState<Step | null>(null);
  const change = useRefusal("users.update");
  const invite = useRefusal("users.inviteAgain");
  const reset = useRefusal("users.resetSecondFactor");
  const remove = useRefusal("users.delete");
  return (
    <Panel title="Access" isFlush>
      {user.isInvited && (
        <PanelLine
          label="Invitation"
          action={
            <ReasonButton
              variant="default"
              reason={invite ?? (user.isActive ? undefined : "Enable the user first.")}
              onClick={() => setStep("inviteAgain")}
            >
              Send again
            </ReasonButton>
          }
        >
          <StatusBadge tone="info">Not accepted yet</StatusBadge>
        </PanelLine>
      )}
      <PanelLine
        label="Second factor"
        action={
          <ReasonButton
            variant="default"
            reason={reset ?? (user.hasSecondFactor ? undefined : "There is none to reset.")}
            onClick={() => setStep("resetFactor")}
          >
            Reset
          </ReasonButton>
        }
      >
        {user.hasSecondFactor ? (
          <StatusBadge tone="good">On</StatusBadge>
        ) : (
          <StatusBadge tone="neutral">Off</StatusBadge>
        )}
      </PanelLine>
      <PanelLine
        label="Account"
        action={
          <>
            <ReasonButton
              variant="default"
              reason={change}
              onClick={() => setStep(user.isActive ? "disable" : "enable")}
            >
              {user.isActive ? "Disable" : "Enable"}
            </ReasonButton>
            <ReasonButton variant="default" reason={remove} onClick={() => setStep("delete")}>
              Delete
            </ReasonButton>
          </>
        }
      >
        {user.isActive ? "May sign in" : "May not sign in"}
      </PanelLine>
      {step && <StepDialog user={user} step={step} onClose={() => setStep(null)} />}
    </Panel>
  );
}

function StepDialog({ user, step, onClose }: { user: User; step: Step; onClose: () => void }) {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const { title, confirm, explain, done } = words[step];
  const userId = user.uuid;
  const options = {
    onSuccess: async () => {
      showDone(done);
      onClose();
      if (step === "delete") await navigate({ to: paths.users });
      await utils.users.invalidate();
    },
  };
  const update = trpc.users.update.useMutation(options);
  const resetFactor = trpc.users.resetSecondFactor.useMutation(options);
  const inviteAgain = trpc.users.inviteAgain.useMutation(options);
  const remove = trpc.users.delete.useMutation(options);
  const mutations = { disable: update, enable: update, resetFactor, inviteAgain, delete: remove };
  const { error, isPending } = mutations[step];
  const run = () => {
    if (step === "disable" || step === "enable") update.mutate({ userId, isActive: step === "enable" });
    else if (step === "resetFactor") resetFactor.mutate({ userId });
    else if (step === "inviteAgain") inviteAgain.mutate({ userId });
    else remove.mutate({ userId });
  };
  return (
    <ConfirmDialog
      title={title(nameOf(user))}
      confirmLabel={confirm}
      isBusy={isPending}
      error={error ? messageOf(error) : undefined}
      onConfirm={run}
      onClose={onClose}
    >
      {explain}
    </ConfirmDialog>
  );
}
