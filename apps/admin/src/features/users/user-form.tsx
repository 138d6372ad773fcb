import { Alert, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { User } from "@vetsuccess/contract/identity";
import { useAccount, useRefusal } from "../../lib/account.ts";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { RightsFields } from "./rights-fields.tsx";

const valuesOf = ({ firstName, lastName, role, practiceIds }: User) => ({
  firstName,
  lastName,
  role,
  practiceIds: practiceIds ?? [],
});

/** Name, role and practices. Changed rights sign the user out everywhere. */
export function UserForm({ user }: { user: User }) {
  const me = useAccount().user;
  const refusal = useRefusal("users.update");
  const utils = trpc.useUtils();
  const form = useForm({ initialValues: valuesOf(user) });
  const update = trpc.users.update.useMutation({
    onSuccess: async (saved) => {
      utils.users.get.setData({ userId: saved.uuid }, saved);
      form.setInitialValues(valuesOf(saved));
      form.reset();
      showDone("Saved.");
      await Promise.all([
        utils.users.list.invalidate(),
        utils.users.listSessions.invalidate(),
        saved.uuid === me.uuid ? utils.account.invalidate() : undefined,
      ]);
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["firstName", "lastName", "practiceIds"])),
  });
  const submit = form.onSubmit(({ practiceIds, ...values }) =>
    update.mutate({
      ...values,
      userId: user.uuid,
      practiceIds: values.role === "admin" || practiceIds.length === 0 ? null : practiceIds,
    }),
  );
  return (
    <Panel
      title="Name and rights"
      words={
        user.uuid === me.uuid
          ? "This is you. Changing your own rights signs you out."
          : "Changed rights sign the user out everywhere."
      }
    >
      <form onSubmit={submit} noValidate>
        <UnsavedGuard isDirty={form.isDirty() && !update.isPending} />
        <Stack gap="md">
          {update.error && Object.keys(form.errors).length === 0 && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(update.error)}
            </Alert>
          )}
          <Group grow align="flex-start">
            <TextInput
              label="First name"
              maxLength={150}
              readOnly={refusal !== undefined}
              {...form.getInputProps("firstName")}
            />
            <TextInput
              label="Last name"
              maxLength={150}
              readOnly={refusal !== undefined}
              {...form.getInputProps("lastName")}
            />
          </Group>
          <RightsFields
            role={form.values.role}
            onRole={(role) => form.setFieldValue("role", role)}
            practiceIds={form.values.practiceIds}
            onPractices={(ids) => form.setFieldValue("practiceIds", ids)}
            practicesError={form.errors["practiceIds"]}
            isReadOnly={refusal !== undefined}
          />
          <Group>
            <ReasonButton
              type="submit"
              loading={update.isPending}
              reason={refusal ?? (form.isDirty() ? undefined : "Nothing is changed.")}
            >
              Save
            </ReasonButton>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
