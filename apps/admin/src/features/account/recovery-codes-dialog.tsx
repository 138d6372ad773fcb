import { Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { fieldErrorsOf, messageOf } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** New recovery codes in place of the former ones. */
export function RecoveryCodesDialog({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { password: "" },
    validate: { password: (value) => (value === "" ? "Your password is needed." : null) },
  });
  const renew = trpc.account.renewRecoveryCodes.useMutation({
    onSuccess: () => utils.account.get.invalidate(),
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["password"])),
  });
  if (renew.data)
    return (
      <Modal
        opened
        onClose={onClose}
        title="Your new recovery codes"
        size="lg"
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack gap="md">
          <div>
            Each one signs you in once, without the phone. They are shown this once; the former ones are void.
          </div>
          <RecoveryCodes codes={renew.data.recoveryCodes} />
          <Group justify="flex-end">
            <Button onClick={onClose}>I have kept them</Button>
          </Group>
        </Stack>
      </Modal>
    );
  return (
    <FormDialog
      title="New recovery codes"
      words="The codes you have now stop working."
      submitLabel="Make new codes"
      isBusy={renew.isPending}
      error={renew.error && form.errors["password"] === undefined ? messageOf(renew.error) : undefined}
      onSubmit={form.onSubmit((values) => renew.mutate(values))}
      onClose={onClose}
    >
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        data-autofocus
        key={form.key("password")}
        {...form.getInputProps("password")}
      />
    </FormDialog>
  );
}
