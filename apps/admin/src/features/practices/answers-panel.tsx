import { Alert, Button, Group, Skeleton, Stack, Textarea, TextInput } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { answerFreshDays, type AskedQuestion, type FaqEntry } from "@vetsuccess/contract/questions";
import { useState } from "react";
import Markdown from "react-markdown";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatInstant, plural } from "../../lib/format.ts";
import { readAgain } from "../../lib/live.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./practice-page.module.css";

/** The practice's FAQ, answered in place, and the questions of agents that wait for an answer. */
export function AnswersPanel({ practiceId }: { practiceId: string }) {
  const faq = trpc.questions.faq.useQuery({ practiceId });
  const waiting = trpc.questions.listWaiting.useQuery({ practiceId });
  const answered = faq.data?.filter(({ answer }) => answer !== null).length ?? 0;
  return (
    <div className={classes.stack}>
      {waiting.data && waiting.data.length > 0 && (
        <Panel title={`${plural(waiting.data.length, "question")} waiting for an answer`} isFlush>
          {waiting.data.map((asked) => (
            <Asked key={asked.uuid} asked={asked} />
          ))}
        </Panel>
      )}
      <Panel title={faq.data ? `${answered} of ${faq.data.length} questions answered` : "Answers"} isFlush>
        {faq.isPending && <Skeleton height={240} m="md" />}
        {faq.error && <StateMessage icon={<IconMessageQuestion size={22} />} title={messageOf(faq.error)} />}
        {faq.data?.length === 0 && (
          <StateMessage icon={<IconMessageQuestion size={22} />} title="No questions yet">
            Questions are added on their own page; each practice answers them here.
          </StateMessage>
        )}
        {faq.data?.map((entry) => (
          <Entry key={`${entry.questionId}-${entry.version}`} entry={entry} practiceId={practiceId} />
        ))}
      </Panel>
    </div>
  );
}

function Entry({ entry, practiceId }: { entry: FaqEntry; practiceId: string }) {
  const [isEditing, setIsEditing] = useState(false);
  const reason = useRefusal("questions.setAnswer");
  const { question, answer, updatedAt, updatedBy, isPinned } = entry;
  return (
    <article className={classes.answer}>
      <div className={classes.answerHead}>
        <div>
          <h3 className={classes.question}>
            {question} {isPinned && <StatusBadge tone="info">Pinned</StatusBadge>}
          </h3>
          {answer !== null && updatedAt && <Freshness at={updatedAt} by={updatedBy} />}
        </div>
        {!isEditing && (
          <ReasonButton
            variant="default"
            reason={reason}
            aria-label={`${answer === null ? "Answer" : "Edit"}: ${question}`}
            onClick={() => setIsEditing(true)}
          >
            {answer === null ? "Answer" : "Edit"}
          </ReasonButton>
        )}
      </div>
      {isEditing ? (
        <AnswerForm entry={entry} practiceId={practiceId} onClose={() => setIsEditing(false)} />
      ) : (
        answer !== null && (
          <div className={classes.markdown}>
            <Markdown skipHtml>{answer}</Markdown>
          </div>
        )
      )}
    </article>
  );
}

function Freshness({ at, by }: { at: Date; by: string | null }) {
  const days = Math.floor((useNow().getTime() - at.getTime()) / 86_400_000);
  return (
    <span className={classes.dim}>
      {formatInstant(at)}
      {by !== null && ` by ${by}`}{" "}
      {days > answerFreshDays && <StatusBadge tone="warn">{`${days} days old`}</StatusBadge>}
    </span>
  );
}

function AnswerForm({
  entry,
  practiceId,
  onClose,
}: {
  entry: FaqEntry;
  practiceId: string;
  onClose: () => void;
}) {
  const { questionId, version, answer } = entry;
  const [text, setText] = useState(answer ?? "");
  const saved = async (words: string) => {
    onClose();
    showDone(words);
    await readAgain("questions");
  };
  const set = trpc.questions.setAnswer.useMutation({ onSuccess: () => saved("The answer is saved.") });
  const remove = trpc.questions.removeAnswer.useMutation({
    onSuccess: () => saved("The answer is removed."),
  });
  const error = set.error ?? remove.error;
  const key = { practiceId, questionId, version };
  return (
    <Stack gap="sm" mt="xs">
      {error && (
        <Alert color="red" variant="light" role="alert">
          {messageOf(error)}
        </Alert>
      )}
      <Textarea
        aria-label={`Answer to: ${entry.question}`}
        description="Markdown: **bold**, lists with -, links."
        autosize
        minRows={3}
        maxRows={14}
        maxLength={4000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== "" && (
        <div className={classes.markdown} role="group" aria-label="As it is shown">
          <Markdown skipHtml>{text}</Markdown>
        </div>
      )}
      <Group gap="sm" justify="flex-end">
        {answer !== null && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(key)}
            mr="auto"
          >
            Remove the answer
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <ReasonButton
          loading={set.isPending}
          reason={text.trim() === "" ? "Write an answer first." : undefined}
          onClick={() => set.mutate({ ...key, text })}
        >
          Save the answer
        </ReasonButton>
      </Group>
      <UnsavedGuard isDirty={text !== (answer ?? "") && !set.isPending && !remove.isPending} />
    </Stack>
  );
}

function Asked({ asked }: { asked: AskedQuestion }) {
  const [isEditing, setIsEditing] = useState(false);
  const [question, setQuestion] = useState(asked.text);
  const [text, setText] = useState("");
  const reason = useRefusal("questions.answerAsked");
  const done = async (words: string) => {
    showDone(words);
    await readAgain("questions");
  };
  const answer = trpc.questions.answerAsked.useMutation({
    onSuccess: () => done("The question is answered."),
  });
  const dismiss = trpc.questions.dismissAsked.useMutation({
    onSuccess: () => done("The question is dismissed."),
  });
  const error = answer.error ?? dismiss.error;
  return (
    <article className={classes.answer}>
      <div className={classes.answerHead}>
        <div>
          <h3 className={classes.question}>{asked.text}</h3>
          <span className={classes.dim}>
            {asked.askedBy}, {formatInstant(asked.askedAt)}
            {asked.timesAsked > 1 && ` · asked ${asked.timesAsked} times`}
          </span>
        </div>
        {!isEditing && (
          <Group gap="xs" wrap="nowrap">
            <ReasonButton
              variant="subtle"
              color="gray"
              reason={reason}
              loading={dismiss.isPending}
              onClick={() => dismiss.mutate({ askedId: asked.uuid })}
            >
              Dismiss
            </ReasonButton>
            <ReasonButton variant="default" reason={reason} onClick={() => setIsEditing(true)}>
              Answer
            </ReasonButton>
          </Group>
        )}
      </div>
      {error && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {messageOf(error)}
        </Alert>
      )}
      {isEditing && (
        <Stack gap="sm" mt="xs">
          {asked.questionId === null && (
            <TextInput
              label="As every practice's FAQ shall ask it"
              maxLength={255}
              value={question}
              onChange={(event) => setQuestion(event.currentTarget.value)}
            />
          )}
          <Textarea
            label="Answer"
            autosize
            minRows={3}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group gap="sm" justify="flex-end">
            <Button variant="default" onClick={() => setIsEditing(false)}>
              Cancel
            </Button>
            <ReasonButton
              loading={answer.isPending}
              reason={text.trim() === "" ? "Write an answer first." : undefined}
              onClick={() => answer.mutate({ askedId: asked.uuid, question, text })}
            >
              Save the answer
            </ReasonButton>
          </Group>
        </Stack>
      )}
    </article>
  );
}
