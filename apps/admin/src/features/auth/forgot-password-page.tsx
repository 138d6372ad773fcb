import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle } from "@mantine/hooks";
import { EmailAddress } from "@vetsuccess/contract/identity";
import { Link } from "@tanstack/react-router";
import { messageOf } from "../../lib/errors.ts";
import { focusOnMount } from "../../lib/focus.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { AuthLayout } from "./auth-layout.tsx";

/** Asks for a link to choose a new password. The answer is the same whether there is such a user or not. */
export function ForgotPasswordPage() {
  useDocumentTitle("Forgot password · VetSuccess");
  const request = trpc.auth.requestPasswordReset.useMutation();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "" },
    validate: {
      email: (value) =>
        EmailAddress.safeParse(value).success ? null : "Write it like name@practice.example.",
    },
  });
  const back = (
    <Anchor component={Link} to={paths.signIn} fz="sm">
      Back to sign-in
    </Anchor>
  );
  if (request.isSuccess)
    return (
      <AuthLayout
        title="Look into your mail"
        words={
          <>
            If there is an account for <b>{request.variables.email}</b>, a link to choose a new password is on
            its way. It works once, within 30 minutes. Nothing there? Look into the spam folder, or{" "}
            <Anchor
              component="button"
              type="button"
              fz="inherit"
              underline="always"
              onClick={() => request.reset()}
            >
              ask again
            </Anchor>
            .
          </>
        }
        foot={back}
      />
    );
  return (
    <AuthLayout title="Forgot your password?" words="We mail you a link to choose a new one." foot={back}>
      <form onSubmit={form.onSubmit(({ email }) => request.mutate({ email: email.trim() }))} noValidate>
        <Stack gap="md">
          {request.error && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(request.error)}
            </Alert>
          )}
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="username"
            ref={focusOnMount}
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <Button type="submit" size="sm" fullWidth loading={request.isPending}>
            Mail me a link
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
