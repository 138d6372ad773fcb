import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";

export function RemoveSecondFactorDialog({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { password: "", code: "" },
    validate: {
      password: (value) => (value === "" ? "Your password is needed." : null),
      code: (value) => (value.trim().length < 6 ? "A code of the app, or a recovery code, is needed." : null),
    },
  });
  const remove = trpc.account.removeSecondFactor.useMutation({
    onSuccess: async () => {
      showDone("The second factor is removed. You are signed out everywhere else.");
      onClose();
      await utils.account.invalidate();
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["password", "code"])),
  });
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <FormDialog
      title="Remove the second factor?"
      words="After this your password alone signs you in."
      submitLabel="Remove"
      isBusy={remove.isPending}
      error={remove.error && !hasFieldError ? messageOf(remove.error) : undefined}
      onSubmit={form.onSubmit((values) => remove.mutate(values))}
      onClose={onClose}
    >
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        data-autofocus
        key={form.key("password")}
        {...form.getInputProps("password")}
      />
      <TextInput
        label="Code of the app, or a recovery code"
        autoComplete="one-time-code"
        maxLength={40}
        key={form.key("code")}
        {...form.getInputProps("code")}
      />
    </FormDialog>
  );
}
