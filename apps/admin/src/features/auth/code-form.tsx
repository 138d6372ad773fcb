import { Anchor, Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { focusOnMount } from "../../lib/focus.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./code-form.module.css";
import { Refusal } from "./refusal.tsx";
import { useWait, waitWords } from "./sign-in.ts";

interface Props {
  error: unknown;
  isBusy: boolean;
  onCode: (code: string) => void;
  onBack: () => void;
}

/** The second step: a code of the authenticator app, or one of the recovery codes. */
export function CodeForm({ error, isBusy, onCode, onBack }: Props) {
  const [isRecovery, setIsRecovery] = useState(false);
  const wait = useWait(error);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { code: "" },
    validate: {
      code: (value) => {
        const typed = value.replaceAll(/\s/g, "");
        if (isRecovery) return typed.length >= 6 ? null : "Type one of your recovery codes.";
        return /^\d{6}$/.test(typed) ? null : "The code has six digits.";
      },
    },
  });
  const send = (code: string) => onCode(isRecovery ? code.trim() : code.replaceAll(/\s/g, ""));
  const change = () => {
    setIsRecovery(!isRecovery);
    form.reset();
  };
  return (
    <form onSubmit={form.onSubmit(({ code }) => send(code))} noValidate>
      <Stack gap="md">
        {error !== null && <Refusal error={error} wait={wait} />}
        <TextInput
          label={isRecovery ? "Recovery code" : "Code of your authenticator app"}
          description={
            isRecovery
              ? "One of those you kept when you set up the second factor. Each works once."
              : undefined
          }
          autoComplete="one-time-code"
          inputMode={isRecovery ? "text" : "numeric"}
          maxLength={40}
          ref={focusOnMount}
          classNames={{ input: classes.code ?? "" }}
          key={`${form.key("code")}-${isRecovery}`}
          {...form.getInputProps("code")}
        />
        <ReasonButton
          type="submit"
          size="sm"
          fullWidth
          loading={isBusy}
          reason={wait > 0 ? `The next try is possible in ${waitWords(wait)}.` : undefined}
        >
          {wait > 0 ? `Wait ${waitWords(wait)}` : "Sign in"}
        </ReasonButton>
        <Group justify="space-between">
          <Anchor component="button" type="button" fz="sm" onClick={change}>
            {isRecovery ? "Use the authenticator app" : "Use a recovery code"}
          </Anchor>
          <Button variant="subtle" color="gray" onClick={onBack}>
            Start over
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
