import { Alert, Button, Checkbox, Code, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { keyActions, type CreatedApiKey } from "@vetsuccess/contract/identity";
import { Link } from "@tanstack/react-router";
import { useAccount } from "../../lib/account.ts";
import { nounOf, verbOf } from "../../lib/actions.ts";
import { fieldErrorsOf, messageOf } from "../../lib/errors.ts";
import { focusOnMount } from "../../lib/focus.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import classes from "./new-api-key-page.module.css";

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "half a year" },
  { value: "366", label: "a year" },
];
const reading = /\.(list|get|search|summary|preview|state)/;

/** A key for a program: what it may do, and until when. It is shown once. */
export function NewApiKeyPage() {
  useDocumentTitle("New API key · VetSuccess");
  const utils = trpc.useUtils();
  const create = trpc.apiKeys.create.useMutation({ onSuccess: () => utils.apiKeys.list.invalidate() });
  return (
    <div className={classes.page}>
      <PageHead
        title="New API key"
        words="A program shows it as “Authorization: Bearer vsk_…”. It acts in your name."
      />
      {create.data ? <KeyPanel created={create.data} /> : <KeyForm create={create} />}
    </div>
  );
}

function KeyPanel({ created }: { created: CreatedApiKey }) {
  return (
    <Panel title="Your new key" words="It is shown this once. Keep it like a password.">
      <Stack gap="md">
        <Code block className={classes.key ?? ""} role="group" aria-label="API key">
          {created.key}
        </Code>
        <Group gap="sm">
          <CopyButton text={created.key} />
          <Button component={Link} to={paths.account}>
            I have kept it
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

function KeyForm({ create }: { create: ReturnType<typeof trpc.apiKeys.create.useMutation> }) {
  const { permissions } = useAccount();
  const allowed = keyActions.filter((action) => permissions[action].isAllowed);
  const form = useForm({
    initialValues: { name: "", expiresInDays: "90", scopes: [] as string[] },
    validate: {
      name: (value) => (value.trim() === "" ? "A name is needed, to know the key again." : null),
      scopes: (value) => (value.length === 0 ? "Choose at least one right." : null),
    },
  });
  const nouns = [...new Set(allowed.map(nounOf))];
  const submit = form.onSubmit(({ name, expiresInDays, scopes }) =>
    create.mutate(
      {
        name,
        expiresInDays: Number(expiresInDays),
        scopes: allowed.filter((action) => scopes.includes(action)),
      },
      { onError: (error) => form.setErrors(fieldErrorsOf(error, ["name", "scopes"])) },
    ),
  );
  const choose = (actions: readonly string[]) => form.setFieldValue("scopes", [...actions]);
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={form.isDirty() && !create.isPending} />
      <Stack gap="md">
        {create.error && Object.keys(form.errors).length === 0 && (
          <Alert color="red" variant="light" role="alert">
            {messageOf(create.error)}
          </Alert>
        )}
        <Panel title="What it is">
          <Group grow align="flex-start">
            <TextInput
              label="Name"
              placeholder="Monthly report"
              maxLength={100}
              ref={focusOnMount}
              {...form.getInputProps("name")}
            />
            <Select
              label="Works for"
              data={lives}
              allowDeselect={false}
              {...form.getInputProps("expiresInDays")}
            />
          </Group>
        </Panel>
        <Panel
          title="What it may do"
          words="As little as the program needs; never more than your role."
          action={
            <Group gap="xs" wrap="nowrap">
              <Button variant="default" onClick={() => choose(allowed.filter((one) => reading.test(one)))}>
                Only reading
              </Button>
              <Button variant="default" onClick={() => choose([])}>
                None
              </Button>
            </Group>
          }
        >
          <Checkbox.Group
            aria-label="Rights"
            value={form.values.scopes}
            onChange={(scopes) => form.setFieldValue("scopes", scopes)}
            error={form.errors["scopes"]}
          >
            <div className={classes.nouns}>
              {nouns.map((noun) => (
                <Rights
                  key={noun}
                  noun={noun}
                  actions={allowed.filter((action) => nounOf(action) === noun)}
                  chosen={form.values.scopes}
                />
              ))}
            </div>
          </Checkbox.Group>
        </Panel>
        <Group gap="sm">
          <Button type="submit" loading={create.isPending}>
            Create the key
          </Button>
          <Button component={Link} to={paths.account} variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface RightsProps {
  noun: string;
  actions: readonly string[];
  chosen: readonly string[];
}

/** The rights of one noun; on a phone folded up, with how many of them are chosen. */
function Rights({ noun, actions, chosen }: RightsProps) {
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const count = actions.filter((action) => chosen.includes(action)).length;
  return (
    <details className={classes.noun} open={!isNarrow} aria-label={noun}>
      <summary>
        {noun} <span className={classes.count}>{count > 0 && `${count} of ${actions.length}`}</span>
      </summary>
      <div className={classes.verbs}>
        {actions.map((action) => (
          <Checkbox key={action} size="xs" value={action} label={verbOf(action)} />
        ))}
      </div>
    </details>
  );
}
