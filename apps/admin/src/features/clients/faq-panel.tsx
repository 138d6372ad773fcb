import { ActionIcon, Button, CloseButton, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { IconHelpCircle, IconPin, IconPinFilled, IconSearch } from "@tabler/icons-react";
import { AskQuestionInput, type AnsweredQuestion } from "@vetsuccess/contract/questions";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showFault } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./faq-panel.module.css";
import { sortFaq } from "./faq.ts";
import { seldomMs } from "./routes.ts";

/** What the practice answers to what owners ask. What it has no answer to can be asked from here. */
export function FaqPanel({ practices }: { practices: ClientDetail["practices"] }) {
  const [chosen, setChosen] = useState<string>();
  const practice = practices.find(({ oduId }) => oduId === chosen) ?? practices[0];
  return (
    <section className={classes.panel} aria-label="FAQ of the practice">
      <div className={classes.head}>
        <h2 className={classes.title}>FAQ</h2>
        {practices.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Practice"
            value={practice?.oduId ?? ""}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={practices.map(({ oduId, name }) => ({ value: oduId, label: name ?? oduId }))}
          />
        )}
      </div>
      {practice ? (
        <Faq key={practice.oduId} practiceId={practice.oduId} />
      ) : (
        <p className={classes.quiet}>The client belongs to no practice that is open.</p>
      )}
    </section>
  );
}

function Faq({ practiceId }: { practiceId: string }) {
  const [words, setWords] = useState("");
  const answers = trpc.questions.listAnswers.useQuery({ practiceId }, { staleTime: seldomMs });
  const pinned = trpc.questions.listPinned.useQuery(undefined, { staleTime: seldomMs });
  const utils = trpc.useUtils();
  const pin = trpc.questions.pin.useMutation({
    onSuccess: (ids) => utils.questions.listPinned.setData(undefined, ids),
    onError: (error) => showFault(messageOf(error)),
  });
  if (answers.isPending)
    return (
      <div className={classes.quiet} aria-busy="true">
        <Skeleton height={14} mb={8} />
        <Skeleton height={14} width="70%" />
      </div>
    );
  if (answers.isError)
    return (
      <p className={classes.quiet} role="alert">
        {messageOf(answers.error)}{" "}
        <Button size="compact-xs" variant="default" onClick={() => void answers.refetch()}>
          Try again
        </Button>
      </p>
    );
  const pins = new Set(pinned.data);
  const found = sortFaq(answers.data, pins, words);
  return (
    <>
      <TextInput
        data-faq-search
        size="xs"
        aria-label="Search the FAQ"
        placeholder="Search questions and answers"
        className={classes.search ?? ""}
        maxLength={255}
        leftSection={<IconSearch size={14} />}
        rightSection={
          words === "" ? (
            <kbd className={classes.kbd}>q</kbd>
          ) : (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => setWords("")} />
          )
        }
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so that the keyboard must reach it */}
      <ul className={classes.list} aria-label="Questions" tabIndex={0}>
        {found.map((entry) => (
          <Entry
            key={entry.questionId}
            entry={entry}
            isPinned={pins.has(entry.questionId)}
            onPin={(isPinned) => pin.mutate({ questionId: entry.questionId, isPinned })}
          />
        ))}
      </ul>
      {found.length === 0 && (
        <p className={classes.quiet}>
          {words === "" ? "This practice has answered no question yet." : "No answer yet."}
        </p>
      )}
      <Ask key={words} practiceId={practiceId} proposal={found.length === 0 ? words : ""} />
    </>
  );
}

function Entry({
  entry: { question, answer },
  isPinned,
  onPin,
}: {
  entry: AnsweredQuestion;
  isPinned: boolean;
  onPin: (isPinned: boolean) => void;
}) {
  const label = `${isPinned ? "Unpin" : "Pin"}: ${question}`;
  return (
    <li className={classes.entry} data-pinned={isPinned || undefined}>
      <div>
        <p className={classes.question}>{question}</p>
        <p className={classes.answer}>{answer}</p>
      </div>
      <ActionIcon
        data-hint={isPinned ? "Unpin" : "Pin for me, in every practice"}
        size="sm"
        aria-label={label}
        aria-pressed={isPinned}
        onClick={() => onPin(!isPinned)}
      >
        {isPinned ? <IconPinFilled size={14} /> : <IconPin size={14} />}
      </ActionIcon>
    </li>
  );
}

/** Files a question that the FAQ does not answer, and shows those that wait. */
function Ask({ practiceId, proposal }: { practiceId: string; proposal: string }) {
  const refusal = useRefusal("questions.ask");
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState(proposal);
  const utils = trpc.useUtils();
  const waiting = trpc.questions.listWaiting.useQuery({ practiceId }, { staleTime: seldomMs });
  const ask = trpc.questions.ask.useMutation({
    onSuccess: () => utils.questions.listWaiting.invalidate({ practiceId }),
  });
  const issue = AskQuestionInput.shape.text.safeParse(text).error?.issues[0]?.message;
  const isShown = isOpen || proposal !== "";
  return (
    <div className={classes.ask}>
      {isShown ? (
        <form
          className={classes.askForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (issue === undefined) ask.mutate({ practiceId, text });
          }}
        >
          <TextInput
            size="xs"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by the person for typing; a search keeps its own focus
            autoFocus={isOpen}
            label="Ask the practice"
            value={text}
            error={ask.error ? messageOf(ask.error) : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ReasonButton
            type="submit"
            reason={refusal ?? (issue === undefined ? undefined : `The question ${issue}.`)}
            loading={ask.isPending}
          >
            Ask
          </ReasonButton>
        </form>
      ) : (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconHelpCircle size={15} />}
          onClick={() => setIsOpen(true)}
        >
          No answer yet? Ask the practice
        </Button>
      )}
      <p role="status" className={classes.done}>
        {ask.data?.state === "WAITING" &&
          (ask.data.asked.timesAsked > 1
            ? `Asked ${plural(ask.data.asked.timesAsked, "time")} now. The practice's admin sees it.`
            : "Filed for the practice's admin.")}
        {ask.data?.state === "ANSWERED" && `Answered already: ${ask.data.answer.answer}`}
      </p>
      {(waiting.data ?? []).length > 0 && (
        <details className={classes.waiting}>
          <summary>{plural((waiting.data ?? []).length, "question")} waiting for an answer</summary>
          <ul>
            {(waiting.data ?? []).map((asked) => (
              <li key={asked.uuid}>
                {asked.text}{" "}
                <span className={classes.times}>{asked.timesAsked > 1 && `× ${asked.timesAsked}`}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
