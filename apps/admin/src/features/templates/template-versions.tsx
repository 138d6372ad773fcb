import { Button } from "@mantine/core";
import { formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { WordDiff } from "../../ui/word-diff.tsx";
import classes from "./templates.module.css";

interface Words {
  keyWords: string[];
  template: string;
}

interface Props {
  templateId: string;
  /** As it stands in the form. */
  now: Words;
  onRestore: (words: Words) => void;
}

/** Every version that was saved, with what it changed; any of them can be put back into the form. */
export function TemplateVersions({ templateId, now, onRestore }: Props) {
  const versions = trpc.templates.listVersions.useQuery({ templateId });
  const rows = versions.data ?? [];
  return (
    <Panel title="Versions" isFlush>
      {versions.data?.length === 0 && (
        <p className={`${classes.version} ${classes.dim}`}>None was saved here yet.</p>
      )}
      {rows.map(({ version, keyWords, template, at, by }, index) => {
        const before = rows[index + 1];
        const isNow = template === now.template && keyWords.join() === now.keyWords.join();
        return (
          <article key={version} className={classes.version}>
            <div className={classes.previewHead}>
              <span>
                <b>{version}</b> by {by} <span className={classes.dim}>{formatInstant(at)}</span>
              </span>
              {!isNow && (
                <Button variant="default" onClick={() => onRestore({ keyWords, template })}>
                  {`Put version ${version} back`}
                </Button>
              )}
            </div>
            {keyWords.length > 0 && (
              <WordDiff before={(before?.keyWords ?? keyWords).join(", ")} after={keyWords.join(", ")} />
            )}
            <WordDiff before={before?.template ?? template} after={template} />
          </article>
        );
      })}
    </Panel>
  );
}
