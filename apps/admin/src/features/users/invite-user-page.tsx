import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle } from "@mantine/hooks";
import { EmailAddress, type Role } from "@vetsuccess/contract/identity";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRefusal } from "../../lib/account.ts";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { focusOnMount } from "../../lib/focus.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { RightsFields } from "./rights-fields.tsx";
import classes from "./user-page.module.css";

/** Invites somebody: a link by mail leads them to choose a password. */
export function InviteUserPage() {
  const navigate = useNavigate();
  const utils = trpc.useUtils();
  const refusal = useRefusal("users.invite");
  useDocumentTitle("Invite somebody · VetSuccess");
  const form = useForm({
    initialValues: {
      email: "",
      firstName: "",
      lastName: "",
      role: "agent" as Role,
      practiceIds: [] as string[],
    },
    validate: {
      email: (value) =>
        EmailAddress.safeParse(value).success ? null : "Write it like name@practice.example.",
    },
  });
  const invite = trpc.users.invite.useMutation({
    onSuccess: async (user) => {
      form.resetDirty();
      showDone(`An invitation is on its way to ${user.email}.`);
      await utils.users.list.invalidate();
      await navigate({ to: paths.user, params: { userId: user.uuid }, ignoreBlocker: true });
    },
    onError: (error) =>
      form.setErrors(fieldErrorsOf(error, ["email", "firstName", "lastName", "practiceIds"])),
  });
  const submit = form.onSubmit(({ email, practiceIds, ...values }) =>
    invite.mutate({
      ...values,
      email: email.trim(),
      practiceIds: values.role === "admin" || practiceIds.length === 0 ? null : practiceIds,
    }),
  );
  return (
    <div className={classes.form}>
      <PageHead
        title="Invite somebody"
        words="A link by mail, good for seven days, leads them to choose a password."
      />
      <form onSubmit={submit} noValidate>
        <UnsavedGuard isDirty={form.isDirty() && !invite.isPending && !invite.isSuccess} />
        <Stack gap="md">
          {invite.error && Object.keys(form.errors).length === 0 && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(invite.error)}
            </Alert>
          )}
          <Panel title="Who">
            <Stack gap="md">
              <TextInput
                label="E-mail address"
                type="email"
                autoComplete="off"
                ref={focusOnMount}
                {...form.getInputProps("email")}
              />
              <Group grow align="flex-start">
                <TextInput
                  label="First name"
                  maxLength={150}
                  autoComplete="off"
                  {...form.getInputProps("firstName")}
                />
                <TextInput
                  label="Last name"
                  maxLength={150}
                  autoComplete="off"
                  {...form.getInputProps("lastName")}
                />
              </Group>
            </Stack>
          </Panel>
          <Panel title="Rights">
            <RightsFields
              role={form.values.role}
              onRole={(role) => form.setFieldValue("role", role)}
              practiceIds={form.values.practiceIds}
              onPractices={(ids) => form.setFieldValue("practiceIds", ids)}
              practicesError={form.errors["practiceIds"]}
            />
          </Panel>
          <Group gap="sm">
            <ReasonButton type="submit" loading={invite.isPending} reason={refusal}>
              Send the invitation
            </ReasonButton>
            <Button component={Link} to={paths.users} variant="default">
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </div>
  );
}
