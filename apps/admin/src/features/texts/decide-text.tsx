import { Alert, Button, Group, Radio, Stack, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { DecideTextInput } from "@vetsuccess/contract/texts";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./text-drawer.module.css";

type Decision = DecideTextInput["decision"];

/** For a text whose fate no machine can know: a person says what became of it, and how they know. */
export function DecideText({ uuid }: { uuid: string }) {
  const utils = trpc.useUtils();
  const refusal = useRefusal("texts.decide");
  const form = useForm<{ decision: Decision | ""; reason: string }>({
    initialValues: { decision: "", reason: "" },
    validate: {
      decision: (decision) => (decision === "" ? "Say what became of it." : null),
      reason: (reason) =>
        DecideTextInput.shape.reason.safeParse(reason).success
          ? null
          : "Say how you know, in 3 to 500 characters.",
    },
  });
  const decide = trpc.texts.decide.useMutation({
    onSuccess: async (_, { decision }) => {
      showDone(decision === "SENT" ? "Noted as sent." : "It waits for the next working day.");
      await Promise.all([utils.texts.invalidate(), utils.outreach.invalidate()]);
    },
  });
  const submit = form.onSubmit(({ decision, reason }) => {
    if (decision !== "") decide.mutate({ uuid, decision, reason });
  });
  return (
    <form onSubmit={submit} noValidate className={classes.decide}>
      <Stack gap="sm">
        <Radio.Group
          label="What became of it?"
          description="Look for the number in the provider's log at the time of the call below."
          {...form.getInputProps("decision")}
        >
          <Stack gap={6} mt={6}>
            <Radio size="xs" value="SENT" label="It was sent" />
            <Radio
              size="xs"
              value="NOT_SENT"
              label="It was not sent: plan it again, for the next working day"
            />
          </Stack>
        </Radio.Group>
        <Textarea
          label="How you know"
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps("reason")}
        />
        {decide.error && (
          <Alert color="red" variant="light" role="alert">
            {messageOf(decide.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          {form.isDirty() && (
            <Button variant="default" onClick={form.reset}>
              Undo
            </Button>
          )}
          <ReasonButton type="submit" loading={decide.isPending} reason={refusal}>
            Decide
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
