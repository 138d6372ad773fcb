import { Group, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useAccount } from "../../lib/account.ts";
import { fieldErrorsOf, messageOf } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";

export function ChangeNameDialog({ onClose }: { onClose: () => void }) {
  const { user } = useAccount();
  const utils = trpc.useUtils();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { firstName: user.firstName, lastName: user.lastName },
  });
  const update = trpc.account.update.useMutation({
    onSuccess: (account) => {
      utils.account.get.setData(undefined, account);
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["firstName", "lastName"])),
  });
  const hasFieldError = Object.keys(form.errors).length > 0;
  return (
    <FormDialog
      title="Your name"
      words="Colleagues see it beside what you do."
      submitLabel="Save"
      isBusy={update.isPending}
      error={update.error && !hasFieldError ? messageOf(update.error) : undefined}
      onSubmit={form.onSubmit((values) => update.mutate(values))}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <TextInput
          label="First name"
          autoComplete="given-name"
          maxLength={150}
          data-autofocus
          key={form.key("firstName")}
          {...form.getInputProps("firstName")}
        />
        <TextInput
          label="Last name"
          autoComplete="family-name"
          maxLength={150}
          key={form.key("lastName")}
          {...form.getInputProps("lastName")}
        />
      </Group>
    </FormDialog>
  );
}
