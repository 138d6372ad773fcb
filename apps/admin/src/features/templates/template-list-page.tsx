import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconMessage2, IconPlus, IconPlugConnectedX } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { TemplateRow } from "@vetsuccess/contract/templates";
import type { ReactNode } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { MatchBench } from "./match-bench.tsx";
import classes from "./templates.module.css";
import { defaultTextWords } from "./words.ts";

/** What texts say: templates in the order of matching, the default texts, and a bench to try descriptions on. */
export function TemplateListPage() {
  const list = trpc.templates.list.useQuery();
  const navigate = useNavigate();
  const cannotAdd = useRefusal("templates.create");
  const cannotMove = useRefusal("templates.reorder");
  const queries = trpc.useUtils();
  const reorder = trpc.templates.reorder.useMutation({
    onMutate: ({ uuids }) => {
      const before = queries.templates.list.getData();
      if (!before) return;
      const templates = uuids.flatMap((uuid) => before.templates.find((each) => each.uuid === uuid) ?? []);
      queries.templates.list.setData(undefined, { ...before, templates });
    },
    onSuccess: () => showDone("The new order is saved."),
    onError: (error) => showFault(messageOf(error)),
    onSettled: () => queries.templates.invalidate(),
  });
  const add = () => void navigate({ to: paths.template, params: { templateId: "new" } });
  useShortcuts("Templates", [{ keys: "n", label: "New template", run: add }]);
  useDocumentTitle("Templates · VetSuccess");
  const { data, error } = list;
  return (
    <>
      <PageHead
        title="Templates"
        words="The first template with a key word in the reminder's description is used."
      >
        <ReasonButton leftSection={<IconPlus size={14} />} reason={cannotAdd} onClick={add}>
          New template
        </ReasonButton>
      </PageHead>
      <div className={classes.columns}>
        <div className={classes.stack}>
          <Panel title="In the order of matching" isFlush>
            {error && !data && (
              <StateMessage
                icon={<IconPlugConnectedX size={22} />}
                title="Templates cannot be shown"
                action={{ label: "Try again", onClick: () => void list.refetch() }}
              >
                {messageOf(error)}
              </StateMessage>
            )}
            {list.isPending && <Skeleton height={320} m="md" />}
            {data?.templates.length === 0 && (
              <StateMessage icon={<IconMessage2 size={22} />} title="No templates yet">
                Everybody gets the default texts until there are some.
              </StateMessage>
            )}
            {data && (
              <SortableList<TemplateRow>
                label="Templates"
                items={data.templates}
                keyOf={({ uuid }) => uuid}
                nameOf={({ keyWords }) => keyWords.join(", ")}
                reason={cannotMove}
                onMove={(uuids) => reorder.mutate({ uuids })}
                render={(template, at) => (
                  <Row templateId={template.uuid} text={template.template} problem={template.problem}>
                    <span className={classes.number}>{at + 1}</span>
                    <KeyWords words={template.keyWords} />
                  </Row>
                )}
              />
            )}
          </Panel>
          <Panel title="Where no template fits" isFlush>
            {data?.defaultTexts.map(({ key, template, problem }) => (
              <Row key={key} templateId={key} text={template} problem={problem}>
                <span className={classes.strong}>{defaultTextWords[key].name}</span>
                <span className={classes.dim}>{defaultTextWords[key].when}</span>
              </Row>
            ))}
          </Panel>
        </div>
        <MatchBench templates={data?.templates ?? []} />
      </div>
    </>
  );
}

function Row(props: { templateId: string; text: string; problem: string | null; children: ReactNode }) {
  const { templateId, text, problem, children } = props;
  return (
    <Link to={paths.template} params={{ templateId }} className={classes.row}>
      <span className={classes.rowHead}>{children}</span>
      <span className={classes.dim}>{text}</span>
      {problem !== null && <StatusBadge tone="bad">{`Broken: ${problem}`}</StatusBadge>}
    </Link>
  );
}

function KeyWords({ words }: { words: readonly string[] }) {
  return (
    <span className={classes.chips}>
      {words.map((word) => (
        <span key={word} className={classes.chip}>
          {word}
        </span>
      ))}
    </span>
  );
}
