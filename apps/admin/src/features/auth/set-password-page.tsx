import { Alert, Anchor, Button, Loader, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle } from "@mantine/hooks";
import type { CheckedLink, LinkKind } from "@vetsuccess/contract/identity";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { codeOf, fieldErrorsOf, messageOf } from "../../lib/errors.ts";
import { formatInstant } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { NewPasswordField, newPasswordFault } from "../account/new-password-field.tsx";
import { AuthLayout } from "./auth-layout.tsx";
import { CodeForm } from "./code-form.tsx";
import { useEnter } from "./enter.ts";
import { useSignIn } from "./sign-in.ts";

const words = {
  INVITATION: {
    title: "Welcome to VetSuccess",
    words: "Choose a password, and you are in.",
    button: "Begin",
    dead: "This invitation was used or is too old",
    deadWords:
      "If you have chosen a password already, sign in. Otherwise ask an administrator to invite you again.",
  },
  PASSWORD_RESET: {
    title: "Choose a new password",
    words: "All other places where you are signed in will be signed out.",
    button: "Save and sign in",
    dead: "This link was used or is too old",
    deadWords: "A link works once, within 30 minutes of being asked for.",
  },
} as const;

/** Behind the mailed links: a first password, or a new one. The secret stands behind the # of the address. */
export function SetPasswordPage({ kind }: { kind: LinkKind }) {
  const token = useLocation({ select: ({ hash }) => hash });
  const check = trpc.auth.checkLink.useMutation();
  const { mutate } = check;
  useEffect(() => mutate({ kind, token }), [mutate, kind, token]);
  useDocumentTitle(`${words[kind].title} · VetSuccess`);
  if (check.isError && codeOf(check.error) !== "INVALID_INPUT")
    return (
      <AuthLayout title="One moment" words={messageOf(check.error)}>
        <Button mt="md" onClick={() => mutate({ kind, token })}>
          Try again
        </Button>
      </AuthLayout>
    );
  if (check.isError || check.data === null) return <DeadLink kind={kind} />;
  if (check.data === undefined)
    return (
      <AuthLayout title={words[kind].title}>
        <Loader mt="md" size="sm" aria-label="The link is being checked" />
      </AuthLayout>
    );
  return <PasswordForm kind={kind} token={token} link={check.data} />;
}

function DeadLink({ kind }: { kind: LinkKind }) {
  return (
    <AuthLayout
      title={words[kind].dead}
      words={words[kind].deadWords}
      foot={
        <Anchor component={Link} to={paths.signIn} fz="sm">
          Go to sign-in
        </Anchor>
      }
    >
      {kind === "PASSWORD_RESET" && (
        <Button component={Link} to={paths.forgotPassword} size="sm" mt="md" fullWidth>
          Ask for a new link
        </Button>
      )}
    </AuthLayout>
  );
}

function PasswordForm({
  kind,
  token,
  link,
}: {
  kind: LinkKind;
  token: string;
  link: NonNullable<CheckedLink>;
}) {
  const enter = useEnter(undefined);
  const signIn = useSignIn(() => void enter());
  const form = useForm({ initialValues: { password: "" }, validate: { password: newPasswordFault } });
  const options = {
    onSuccess: () => signIn.givePassword(link.email, form.values.password),
    onError: (error: unknown) => form.setErrors(fieldErrorsOf(error, ["password"])),
  };
  const accept = trpc.auth.acceptInvitation.useMutation(options);
  const reset = trpc.auth.resetPassword.useMutation(options);
  const save = kind === "INVITATION" ? accept : reset;
  if (save.error && codeOf(save.error) === "NOT_FOUND") return <DeadLink kind={kind} />;
  if (signIn.step === "code")
    return (
      <AuthLayout title="Your password is saved" words="Now the second factor of your account.">
        <CodeForm
          error={signIn.codeError}
          isBusy={signIn.isBusy}
          onCode={signIn.giveCode}
          onBack={() => void enter()}
        />
      </AuthLayout>
    );
  const fault = signIn.passwordError ?? (form.errors["password"] === undefined ? save.error : null);
  return (
    <AuthLayout
      title={link.firstName === "" ? words[kind].title : `${words[kind].title}, ${link.firstName}`}
      words={words[kind].words}
      foot={`The link works until ${formatInstant(link.expiresAt)}.`}
    >
      <form onSubmit={form.onSubmit(({ password }) => save.mutate({ token, password }))} noValidate>
        <Stack gap="md">
          {fault !== null && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(fault)}
            </Alert>
          )}
          <TextInput label="Account" value={link.email} readOnly autoComplete="username" />
          <NewPasswordField
            label="Password"
            user={link}
            isFirst
            value={form.values.password}
            error={form.errors["password"]}
            onChange={(event) => form.setFieldValue("password", event.currentTarget.value)}
          />
          <Button type="submit" size="sm" fullWidth loading={save.isPending || signIn.isBusy}>
            {words[kind].button}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
