import { NativeSelect, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { CreateQuestionInput, type QuestionRow } from "@vetsuccess/contract/questions";
import { useState } from "react";
import { fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";

/** What is done when a question was changed: said, read again, and closed. */
function useDone(onClose: () => void, words: string) {
  const queries = trpc.useUtils();
  return {
    onSuccess: async () => {
      showDone(words);
      onClose();
      await queries.questions.invalidate();
    },
  };
}

/** A new question, or another wording of one. */
export function QuestionFormDialog({
  question,
  onClose,
}: {
  question: QuestionRow | undefined;
  onClose: () => void;
}) {
  const form = useForm<CreateQuestionInput>({
    initialValues: { text: question?.text ?? "", isPinned: question?.isPinned ?? false },
    validate: (values) => {
      const issues = CreateQuestionInput.safeParse(values).error?.issues ?? [];
      return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
    },
  });
  const options = useDone(onClose, question ? "The question is saved." : "The question is added.");
  const onError = (error: unknown) => form.setErrors(fieldErrorsOf(error, ["text"]));
  const create = trpc.questions.create.useMutation({ ...options, onError });
  const update = trpc.questions.update.useMutation({ ...options, onError });
  const deed = question ? update : create;
  const hasFieldError = Object.keys(fieldErrorsOf(deed.error, ["text"])).length > 0;
  const send = form.onSubmit((values) =>
    question
      ? update.mutate({ uuid: question.uuid, version: question.version, ...values })
      : create.mutate(values),
  );
  return (
    <ConfirmDialog
      title={question ? "Edit the question" : "New question"}
      confirmLabel={question ? "Save" : "Add"}
      error={deed.error && !hasFieldError ? messageOf(deed.error) : undefined}
      isBusy={deed.isPending}
      onConfirm={() => send()}
      onClose={onClose}
    >
      <Stack gap="md">
        <TextInput label="Question" maxLength={255} data-autofocus {...form.getInputProps("text")} />
        <Switch
          label="Pinned"
          description="Stands above the others in every FAQ."
          {...form.getInputProps("isPinned", { type: "checkbox" })}
        />
      </Stack>
    </ConfirmDialog>
  );
}

/** Makes one question of two. */
export function QuestionMergeDialog(props: {
  question: QuestionRow;
  all: readonly QuestionRow[];
  onClose: () => void;
}) {
  const { question, all, onClose } = props;
  const others = all.filter(({ uuid }) => uuid !== question.uuid);
  const [intoUuid, setInto] = useState("");
  const merge = trpc.questions.merge.useMutation(useDone(onClose, "The questions are merged."));
  return (
    <ConfirmDialog
      title={`Merge "${question.text}"`}
      confirmLabel="Merge"
      reason={intoUuid === "" ? "Choose the question that stays." : undefined}
      error={merge.error ? messageOf(merge.error) : undefined}
      isBusy={merge.isPending}
      onConfirm={() => merge.mutate({ uuid: question.uuid, intoUuid })}
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
          {plural(question.answers, "answer")} {question.answers === 1 ? "moves" : "move"} there. Where a
          practice has answered both, its answers are joined.
        </Text>
      </Stack>
    </ConfirmDialog>
  );
}

/** Deletes a question that nobody has answered. */
export function QuestionDeleteDialog({ question, onClose }: { question: QuestionRow; onClose: () => void }) {
  const remove = trpc.questions.delete.useMutation(useDone(onClose, "The question is deleted."));
  return (
    <ConfirmDialog
      title={`Delete "${question.text}"?`}
      confirmLabel="Delete"
      error={remove.error ? messageOf(remove.error) : undefined}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ uuid: question.uuid })}
      onClose={onClose}
    >
      No practice has answered it.
    </ConfirmDialog>
  );
}
