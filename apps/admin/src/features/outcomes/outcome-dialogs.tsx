import { NativeSelect, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { CreateOutcomeInput, type OutcomeRow } from "@vetsuccess/contract/outcomes";
import { useState } from "react";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";

/** What is done when an outcome was changed: said, read again, and closed. */
function useDone(onClose: () => void, words: string) {
  const queries = trpc.useUtils();
  return {
    onSuccess: async () => {
      showDone(words);
      onClose();
      await queries.outcomes.invalidate();
    },
  };
}

/** A new outcome, or another wording or meaning of one. */
export function OutcomeFormDialog({
  outcome,
  onClose,
}: {
  outcome: OutcomeRow | undefined;
  onClose: () => void;
}) {
  const form = useForm<CreateOutcomeInput>({
    initialValues: {
      text: outcome?.text ?? "",
      isFinal: outcome?.isFinal ?? false,
      scope: outcome?.scope ?? "PET",
    },
    validate: (values) => {
      const issues = CreateOutcomeInput.safeParse(values).error?.issues ?? [];
      return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
    },
  });
  const options = useDone(onClose, outcome ? "The outcome is saved." : "The outcome is added.");
  const onError = (error: unknown) => form.setErrors(fieldErrorsOf(error, ["text"]));
  const create = trpc.outcomes.create.useMutation({ ...options, onError });
  const update = trpc.outcomes.update.useMutation({ ...options, onError });
  const deed = outcome ? update : create;
  const hasFieldError = Object.keys(fieldErrorsOf(deed.error, ["text"])).length > 0;
  const send = form.onSubmit((values) =>
    outcome
      ? update.mutate({ uuid: outcome.uuid, version: outcome.version, ...values })
      : create.mutate(values),
  );
  return (
    <ConfirmDialog
      title={outcome ? "Edit the outcome" : "New outcome"}
      confirmLabel={outcome ? "Save" : "Add"}
      error={deed.error && !hasFieldError ? messageOf(deed.error) : undefined}
      isBusy={deed.isPending}
      onConfirm={() => send()}
      onClose={onClose}
    >
      <Stack gap="md">
        <TextInput label="Outcome" maxLength={255} data-autofocus {...form.getInputProps("text")} />
        <Switch
          label="Final"
          description="Ends all texts."
          {...form.getInputProps("isFinal", { type: "checkbox" })}
        />
        {form.values.isFinal && (
          <SegmentedControl
            size="xs"
            aria-label="Whom it ends texts to"
            data={[
              { value: "PET", label: "For this pet" },
              { value: "CLIENT", label: "To the client, all pets" },
            ]}
            {...form.getInputProps("scope")}
          />
        )}
        {outcome && outcome.pets > 0 && (
          <Text size="sm" c="dimmed">
            {plural(outcome.pets, "pet")} {outcome.pets === 1 ? "has" : "have"} it: a new wording is theirs
            too.
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  );
}

/** Makes one outcome of two. */
export function OutcomeMergeDialog(props: {
  outcome: OutcomeRow;
  all: readonly OutcomeRow[];
  onClose: () => void;
}) {
  const { outcome, all, onClose } = props;
  const others = all.filter(({ uuid }) => uuid !== outcome.uuid);
  const [intoUuid, setInto] = useState("");
  const into = others.find(({ uuid }) => uuid === intoUuid);
  const merge = trpc.outcomes.merge.useMutation(useDone(onClose, "The outcomes are merged."));
  return (
    <ConfirmDialog
      title={`Merge "${outcome.text}"`}
      confirmLabel="Merge"
      reason={into ? undefined : "Choose the outcome that stays."}
      error={merge.error ? messageOf(merge.error) : undefined}
      isBusy={merge.isPending}
      onConfirm={() => merge.mutate({ uuid: outcome.uuid, intoUuid })}
      onClose={onClose}
    >
      <Stack gap="md">
        <NativeSelect
          label="Into"
          value={intoUuid}
          onChange={(event) => setInto(event.currentTarget.value)}
          data={[
            { value: "", label: "Choose…" },
            ...others.map(({ uuid, text }) => ({ value: uuid, label: text })),
          ]}
        />
        <Text size="sm">
          {plural(outcome.pets, "pet")} {outcome.pets === 1 ? "gets" : "get"}{" "}
          {into ? `"${into.text}"` : "the other one"}, and "{outcome.text}" goes. What was recorded stays in
          the pets' histories.
          {into &&
            into.isFinal !== outcome.isFinal &&
            ` Texts ${into.isFinal ? "end" : "go on"} for these pets.`}
        </Text>
      </Stack>
    </ConfirmDialog>
  );
}

/** Deletes an outcome that nobody uses. */
export function OutcomeDeleteDialog({ outcome, onClose }: { outcome: OutcomeRow; onClose: () => void }) {
  const remove = trpc.outcomes.delete.useMutation(useDone(onClose, "The outcome is deleted."));
  return (
    <ConfirmDialog
      title={`Delete "${outcome.text}"?`}
      confirmLabel="Delete"
      error={remove.error ? messageOf(remove.error) : undefined}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ uuid: outcome.uuid })}
      onClose={onClose}
    >
      No pet has it or had it.
    </ConfirmDialog>
  );
}
