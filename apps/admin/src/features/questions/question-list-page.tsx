import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconMessageQuestion, IconPlugConnectedX, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { QuestionRow } from "@vetsuccess/contract/questions";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { QuestionDeleteDialog, QuestionFormDialog, QuestionMergeDialog } from "./question-dialogs.tsx";
import classes from "./questions.module.css";

const route = getRouteApi(paths.questions);
type Open = (to: {
  panel?: "new" | "edit" | "merge" | "delete" | undefined;
  about?: string | undefined;
}) => void;

/** What pet owners ask, in the order of every practice's FAQ. */
export function QuestionListPage() {
  const { panel, about } = route.useSearch();
  const navigate = route.useNavigate();
  const open: Open = (search) => void navigate({ search });
  const close = () => open({});
  const list = trpc.questions.list.useQuery();
  const cannotAdd = useRefusal("questions.create");
  const cannotMove = useRefusal("questions.reorder");
  const queries = trpc.useUtils();
  const reorder = trpc.questions.reorder.useMutation({
    onMutate: ({ uuids }) => {
      const before = queries.questions.list.getData() ?? [];
      const moved = uuids.flatMap((uuid) => before.find((each) => each.uuid === uuid) ?? []);
      queries.questions.list.setData(undefined, moved);
    },
    onSuccess: () => showDone("The new order is saved."),
    onError: (error) => showFault(messageOf(error)),
    onSettled: () => queries.questions.invalidate(),
  });
  const { data, error } = list;
  const chosen = data?.find(({ uuid }) => uuid === about);
  useShortcuts(
    "Questions",
    [{ keys: "n", label: "New question", run: () => open({ panel: "new" }) }],
    panel === undefined,
  );
  useDocumentTitle("Questions · VetSuccess");
  return (
    <>
      <PageHead
        title="Questions"
        words="In the order of every FAQ, pinned ones first. Answers are written on each practice's page."
      >
        <ReasonButton
          leftSection={<IconPlus size={14} />}
          reason={cannotAdd}
          onClick={() => open({ panel: "new" })}
        >
          New question
        </ReasonButton>
      </PageHead>
      <Panel title={data ? plural(data.length, "question") : "Questions"} isFlush>
        {error && !data && (
          <StateMessage
            icon={<IconPlugConnectedX size={22} />}
            title="Questions cannot be shown"
            action={{ label: "Try again", onClick: () => void list.refetch() }}
          >
            {messageOf(error)}
          </StateMessage>
        )}
        {list.isPending && <Skeleton height={320} m="md" />}
        {data?.length === 0 && (
          <StateMessage icon={<IconMessageQuestion size={22} />} title="No questions yet">
            Add what pet owners ask; each practice answers in its own words.
          </StateMessage>
        )}
        {data && (
          <SortableList<QuestionRow>
            label="Questions"
            items={data}
            keyOf={({ uuid }) => uuid}
            nameOf={({ text }) => text}
            reason={cannotMove}
            onMove={(uuids) => reorder.mutate({ uuids })}
            render={(question) => <Row question={question} onOpen={open} />}
          />
        )}
      </Panel>
      {(panel === "new" || (panel === "edit" && chosen)) && (
        <QuestionFormDialog question={chosen} onClose={close} />
      )}
      {panel === "merge" && chosen && (
        <QuestionMergeDialog question={chosen} all={data ?? []} onClose={close} />
      )}
      {panel === "delete" && chosen && <QuestionDeleteDialog question={chosen} onClose={close} />}
    </>
  );
}

function Row({ question, onOpen }: { question: QuestionRow; onOpen: Open }) {
  const { uuid, text, isPinned, answers } = question;
  const reason = useRefusal("questions.update");
  const button = (label: string, panel: "edit" | "merge" | "delete", why = reason) => (
    <ReasonButton
      variant="subtle"
      color="gray"
      px={8}
      reason={why}
      aria-label={`${label}: ${text}`}
      onClick={() => onOpen({ panel, about: uuid })}
    >
      {label}
    </ReasonButton>
  );
  return (
    <div className={classes.row}>
      <span className={classes.text}>
        {text} {isPinned && <StatusBadge tone="info">Pinned</StatusBadge>}
      </span>
      <span className={classes.dim}>{plural(answers, "answer")}</span>
      <span>
        {button("Edit", "edit")}
        {button("Merge", "merge")}
        {button(
          "Delete",
          "delete",
          reason ?? (answers > 0 ? "Practices have answered it: merge it instead." : undefined),
        )}
      </span>
    </div>
  );
}
