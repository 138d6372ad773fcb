import { Alert, Button, Group, Stack, TagsInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import {
  CreateTemplateInput,
  DefaultTextKey,
  TemplateText,
  templateVariables,
  type TemplateRow,
} from "@vetsuccess/contract/templates";
import { useRef, useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { codeOf, messageOf, showDone } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { MatchBench } from "./match-bench.tsx";
import { TemplatePreviews } from "./template-previews.tsx";
import { TemplateVersions } from "./template-versions.tsx";
import classes from "./templates.module.css";
import { variableWords } from "./words.ts";

export interface Draft {
  keyWords: string[];
  template: string;
  version: number;
}

interface Props {
  /** "new", the id of a template, or the key of a default text. */
  templateId: string;
  saved: Draft;
  templates: readonly TemplateRow[];
}

/** Writes a template: words, variables by button, previews with real pets. Whoever was overtaken is told, and loses nothing. */
export function TemplateForm({ templateId, saved, templates }: Props) {
  const key = DefaultTextKey.safeParse(templateId).data;
  const isNew = templateId === "new";
  const [base, setBase] = useState(saved);
  const [isLeaving, setIsLeaving] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const navigate = useNavigate();
  const queries = trpc.useUtils();
  const reason = useRefusal(
    key ? "templates.updateDefault" : isNew ? "templates.create" : "templates.update",
  );
  const form = useForm({
    initialValues: { keyWords: saved.keyWords, template: saved.template },
    validate: (values) => faultsOf(values, key !== undefined),
  });
  const { keyWords, template } = form.values;
  const isDirty = template !== base.template || keyWords.join("\n") !== base.keyWords.join("\n");
  const options = {
    onSuccess: async () => {
      setIsLeaving(true);
      showDone("The template is saved. The next plan uses it.");
      await queries.templates.invalidate();
      await navigate({ to: paths.templates, ignoreBlocker: true });
    },
  };
  const create = trpc.templates.create.useMutation(options);
  const update = trpc.templates.update.useMutation(options);
  const updateDefault = trpc.templates.updateDefault.useMutation(options);
  const deed = key ? updateDefault : isNew ? create : update;
  const send = ({ version }: Pick<Draft, "version">) => {
    if (key) updateDefault.mutate({ key, version, template });
    else if (isNew) create.mutate({ keyWords, template });
    else update.mutate({ uuid: templateId, version, keyWords, template });
  };
  const put = (words: string) => {
    const field = text.current;
    const [from, to] = [field?.selectionStart ?? template.length, field?.selectionEnd ?? template.length];
    form.setFieldValue("template", template.slice(0, from) + words + template.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + words.length, from + words.length);
    });
  };
  return (
    <form
      onSubmit={form.onSubmit(() => send(base))}
      noValidate
      className={classes.columns}
      aria-label="Template"
    >
      <div className={classes.stack}>
        <Panel title="Words">
          <Stack gap="md">
            {deed.error && (
              <Alert color="red" variant="light" role="alert">
                {messageOf(deed.error)}
                {codeOf(deed.error) === "CONFLICT" && (
                  <Overtaken
                    templateId={templateId}
                    onTake={(other) => setBase({ ...base, version: other })}
                  />
                )}
              </Alert>
            )}
            {!key && (
              <TagsInput
                size="sm"
                label="Key words"
                description="Found in a reminder's description in any case, inside words too. Enter adds one."
                maxTags={50}
                splitChars={[",", "\n"]}
                acceptValueOnBlur
                {...form.getInputProps("keyWords")}
                onChange={(words) =>
                  form.setFieldValue("keyWords", [...new Set(words.map((word) => word.trim().toLowerCase()))])
                }
              />
            )}
            <Textarea
              ref={text}
              label="Text"
              autosize
              minRows={4}
              maxRows={12}
              maxLength={1000}
              {...form.getInputProps("template")}
            />
            <div className={classes.chips} role="group" aria-label="Put in">
              {templateVariables.map((name) => (
                <button
                  key={name}
                  type="button"
                  className={classes.chipButton}
                  onClick={() => put(`{${name}}`)}
                >
                  {variableWords[name]}
                </button>
              ))}
              <button
                type="button"
                className={classes.chipButton}
                onClick={() => put("Reply STOP to opt out.")}
              >
                STOP
              </button>
            </div>
            <Group justify="flex-end" gap="sm">
              {!isNew && !key && (
                <DeleteButton uuid={templateId} version={base.version} onGone={options.onSuccess} />
              )}
              <Button variant="default" onClick={() => void navigate({ to: paths.templates })}>
                Cancel
              </Button>
              <ReasonButton
                type="submit"
                loading={deed.isPending}
                reason={reason ?? (isDirty ? undefined : "There is nothing to save.")}
              >
                Save the template
              </ReasonButton>
            </Group>
          </Stack>
        </Panel>
        {!isNew && (
          <TemplateVersions
            templateId={templateId}
            now={{ keyWords, template }}
            onRestore={(version) => form.setValues(version)}
          />
        )}
      </div>
      <div className={classes.stack}>
        <TemplatePreviews template={template} />
        {!key && <MatchBench templates={templates} draft={{ uuid: isNew ? null : templateId, keyWords }} />}
      </div>
      <UnsavedGuard isDirty={isDirty && !isLeaving} />
    </form>
  );
}

function faultsOf(
  values: { keyWords: string[]; template: string },
  isDefault: boolean,
): Record<string, string> {
  const { error } = isDefault
    ? TemplateText.safeParse(values.template)
    : CreateTemplateInput.safeParse(values);
  const faults = (error?.issues ?? []).map(({ path, message }) => [
    isDefault ? "template" : String(path[0]),
    message,
  ]);
  return Object.fromEntries(faults.toReversed()) as Record<string, string>;
}

/** What somebody else has saved meanwhile, and the way to save over it on purpose. */
function Overtaken({ templateId, onTake }: { templateId: string; onTake: (version: number) => void }) {
  const versions = trpc.templates.listVersions.useQuery({ templateId }, { staleTime: 0 });
  const newest = versions.data?.[0];
  if (!newest) return null;
  return (
    <Stack gap="xs" mt="xs">
      <div className={classes.theirs}>{newest.template}</div>
      <Group gap="xs">
        <Button variant="default" onClick={() => onTake(newest.version)}>
          Keep mine, and save over it
        </Button>
        <span className={classes.dim}>
          Then save once more. What {newest.by} wrote stays among the versions.
        </span>
      </Group>
    </Stack>
  );
}

function DeleteButton({
  uuid,
  version,
  onGone,
}: {
  uuid: string;
  version: number;
  onGone: () => Promise<void>;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const reason = useRefusal("templates.delete");
  const remove = trpc.templates.delete.useMutation({ onSuccess: onGone });
  return (
    <>
      <ReasonButton variant="subtle" color="red" mr="auto" reason={reason} onClick={() => setIsAsking(true)}>
        Delete
      </ReasonButton>
      {isAsking && (
        <ConfirmDialog
          title="Delete this template?"
          confirmLabel="Delete"
          error={remove.error ? messageOf(remove.error) : undefined}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate({ uuid, version })}
          onClose={() => setIsAsking(false)}
        >
          Reminders that it fits get the next template that fits, or the default text. Its versions are kept.
        </ConfirmDialog>
      )}
    </>
  );
}
