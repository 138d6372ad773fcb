import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { EmailAddress } from "@vetsuccess/contract/identity";
import type { ReactNode } from "react";
import { focusOnMount } from "../../lib/focus.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { CodeForm } from "./code-form.tsx";
import { Refusal } from "./refusal.tsx";
import { useSignIn, useWait, waitWords } from "./sign-in.ts";

interface Props {
  /** Of the one whose session ended; others sign in on the page. */
  email?: string;
  onDone: () => void;
  /** Beside the label of the password. */
  forgot?: ReactNode;
}

/** E-mail address and password, then a code where the account has a second factor. */
export function SignInForm({ email, onDone, forgot }: Props) {
  const signIn = useSignIn(onDone);
  if (signIn.step === "code")
    return (
      <CodeForm
        error={signIn.codeError}
        isBusy={signIn.isBusy}
        onCode={signIn.giveCode}
        onBack={signIn.startOver}
      />
    );
  return <PasswordForm signIn={signIn} email={email} forgot={forgot} />;
}

function PasswordForm({
  signIn,
  email,
  forgot,
}: {
  signIn: ReturnType<typeof useSignIn>;
  email: string | undefined;
  forgot: ReactNode;
}) {
  const wait = useWait(signIn.passwordError);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: email ?? "", password: "" },
    validate: {
      email: (value) =>
        EmailAddress.safeParse(value).success ? null : "Write it like name@practice.example.",
      password: (value) => (value === "" ? "Your password is needed." : null),
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => signIn.givePassword(values.email.trim(), values.password))}
      noValidate
    >
      <Stack gap="md">
        {signIn.passwordError !== null && <Refusal error={signIn.passwordError} wait={wait} />}
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          ref={email === undefined ? focusOnMount : null}
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          data-autofocus
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        {forgot}
        <ReasonButton
          type="submit"
          size="sm"
          fullWidth
          loading={signIn.isBusy}
          reason={wait > 0 ? `The next try is possible in ${waitWords(wait)}.` : undefined}
        >
          {wait > 0 ? `Wait ${waitWords(wait)}` : "Sign in"}
        </ReasonButton>
      </Stack>
    </form>
  );
}
