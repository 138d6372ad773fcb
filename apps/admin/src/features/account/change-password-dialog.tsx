import { PasswordInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useAccount } from "../../lib/account.ts";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { NewPasswordField, newPasswordFault } from "./new-password-field.tsx";

export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const { user } = useAccount();
  const utils = trpc.useUtils();
  const form = useForm({
    initialValues: { currentPassword: "", newPassword: "" },
    validate: {
      currentPassword: (value) => (value === "" ? "Your current password is needed." : null),
      newPassword: newPasswordFault,
    },
  });
  const change = trpc.account.changePassword.useMutation({
    onSuccess: async () => {
      showDone("Your password is changed. You are signed out everywhere else.");
      onClose();
      await utils.account.invalidate();
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["currentPassword", "newPassword"])),
  });
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <FormDialog
      title="Change the password"
      submitLabel="Change it"
      isBusy={change.isPending}
      error={change.error && !hasFieldError ? messageOf(change.error) : undefined}
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      onClose={onClose}
    >
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps("currentPassword")}
      />
      <NewPasswordField
        label="New password"
        user={user}
        value={form.values.newPassword}
        error={form.errors["newPassword"]}
        onChange={(event) => form.setFieldValue("newPassword", event.currentTarget.value)}
      />
    </FormDialog>
  );
}
