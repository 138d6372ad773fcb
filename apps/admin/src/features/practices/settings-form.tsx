import { Alert, Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { emptySettings, PracticeSettings, type PracticeDetail } from "@vetsuccess/contract/practices";
import { useRefusal } from "../../lib/account.ts";
import { codeOf, fieldErrorsOf, messageOf, showDone } from "../../lib/errors.ts";
import { formatPhone } from "../../lib/format.ts";
import { readAgain } from "../../lib/live.ts";
import { trpc } from "../../lib/trpc.ts";
import { UnsavedGuard } from "../../lib/unsaved-guard.tsx";
import { DayInput } from "../../ui/day-input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./practice-page.module.css";
import { settingNames } from "./words.ts";

type Form = UseFormReturnType<PracticeSettings>;

/** The rule of the API, as the form's: the first fault of each field. */
function validate(values: PracticeSettings): Record<string, string> {
  const { error } = PracticeSettings.safeParse(values);
  const faults = (error?.issues ?? []).map(({ path, message }) => [path.join("."), message]);
  return Object.fromEntries(faults.toReversed()) as Record<string, string>;
}

/** As people read them: the rule takes the number either way. */
const shownSettings = (settings: PracticeSettings): PracticeSettings => ({
  ...settings,
  smsSendersPhone: settings.smsSendersPhone && formatPhone(settings.smsSendersPhone),
});

/** Everything that is set for a practice. Wrong fields say so beside them; a stale form is told, and nothing is lost. */
export function SettingsForm({ practice }: { practice: PracticeDetail }) {
  const { oduId: practiceId, version } = practice;
  const queries = trpc.useUtils();
  const reason = useRefusal("practices.updateSettings");
  const form = useForm<PracticeSettings>({
    initialValues: shownSettings(practice.settings ?? emptySettings),
    validate,
    validateInputOnBlur: true,
  });
  const save = trpc.practices.updateSettings.useMutation({
    onSuccess: (saved) => {
      form.resetDirty();
      showDone("The settings are saved.");
      queries.practices.get.setData({ practiceId }, saved);
      void readAgain("practices");
    },
    onError: (error) => {
      const fields = Object.keys(emptySettings).map((field) => `settings.${field}`);
      const faults = Object.entries(fieldErrorsOf(error, fields));
      form.setErrors(
        Object.fromEntries(faults.map(([path, words]) => [path.slice("settings.".length), words])),
      );
    },
  });
  const isDirty = form.isDirty();
  const submit = form.onSubmit(
    (settings) => save.mutate({ practiceId, version, settings }),
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? "")?.focus(),
  );
  return (
    <form onSubmit={submit} noValidate className={classes.stack} aria-label="Settings">
      {save.error && (
        <Alert color="red" variant="light" role="alert">
          {messageOf(save.error)}
          {codeOf(save.error) === "CONFLICT" &&
            " Load them anew to see the change; what you typed is still here."}
          {codeOf(save.error) === "NOT_READY" && " The list at the side says what is missing."}
        </Alert>
      )}
      <TextSettings form={form} isDisabled={reason !== undefined} />
      <LaunchSettings form={form} isDisabled={reason !== undefined} />
      <MailSettings form={form} isDisabled={reason !== undefined} />
      <div className={classes.foot} data-bottom-bar>
        {isDirty && <span className={classes.dim}>Not saved yet</span>}
        <Button
          variant="default"
          onClick={() => {
            form.reset();
            save.reset();
          }}
          disabled={!isDirty}
        >
          Discard
        </Button>
        <ReasonButton
          type="submit"
          loading={save.isPending}
          reason={reason ?? (isDirty ? undefined : "There is nothing to save.")}
        >
          Save the settings
        </ReasonButton>
      </div>
      <UnsavedGuard isDirty={isDirty && !save.isPending} />
    </form>
  );
}

interface Part {
  form: Form;
  isDisabled: boolean;
}

type TextField = {
  [K in keyof PracticeSettings]: PracticeSettings[K] extends string ? K : never;
}[keyof PracticeSettings];

function Field({
  form,
  isDisabled,
  field,
  hint,
  max,
}: Part & { field: TextField; hint?: string; max: number }) {
  return (
    <TextInput
      label={settingNames[field]}
      description={hint}
      maxLength={max}
      disabled={isDisabled}
      {...form.getInputProps(field)}
    />
  );
}

function Toggle({
  form,
  isDisabled,
  field,
  hint,
}: Part & {
  field: "isSmsMailingEnabled" | "isEmailUpdatesEnabled" | "isChangesWorkbookEnabled" | "isApprovalRequired";
  hint: string;
}) {
  return (
    <Switch
      className={classes.wide ?? ""}
      label={settingNames[field]}
      description={hint}
      disabled={isDisabled}
      {...form.getInputProps(field, { type: "checkbox" })}
    />
  );
}

function TextSettings({ form, isDisabled }: Part) {
  const part = { form, isDisabled };
  return (
    <Panel title="Texts">
      <div className={classes.grid}>
        <Toggle
          {...part}
          field="isSmsMailingEnabled"
          hint="Plans and sends texts to clients with overdue reminders."
        />
        <Field {...part} field="smsSendersPhone" hint="The Dialpad number that texts come from." max={30} />
        <Field {...part} field="smsScheduler" hint="As texts name the scheduler." max={100} />
        <Field {...part} field="smsPracticeName" hint="As texts name the practice." max={100} />
        <Field {...part} field="smsPhone" hint="The number that texts give to call." max={20} />
        <Field {...part} field="smsLink" hint="Where clients book." max={150} />
        <NumberInput
          size="sm"
          label={settingNames.dailySmsCap}
          description="Empty: as many as are due."
          min={1}
          max={100_000}
          allowDecimal={false}
          allowNegative={false}
          disabled={isDisabled}
          error={form.errors["dailySmsCap"]}
          value={form.values.dailySmsCap ?? ""}
          onChange={(value) => form.setFieldValue("dailySmsCap", value === "" ? null : Number(value))}
        />
        <Toggle
          {...part}
          field="isApprovalRequired"
          hint="Nothing is planned until somebody approves the batch."
        />
      </div>
    </Panel>
  );
}

function LaunchSettings({ form, isDisabled }: Part) {
  const day = (field: "launchDate" | "startDateForLaunch" | "endDateForLaunch", hint: string) => (
    <DayInput
      size="sm"
      label={settingNames[field]}
      description={hint}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${settingNames[field].toLowerCase()}` }}
      disabled={isDisabled}
      {...form.getInputProps(field)}
    />
  );
  return (
    <Panel title="Launch">
      <div className={classes.grid}>
        {day("launchDate", "On this day older reminders get texts too.")}
        <span />
        {day("startDateForLaunch", "Empty: three years before the launch.")}
        {day("endDateForLaunch", "Empty: seven weeks before the launch.")}
      </div>
    </Panel>
  );
}

function MailSettings({ form, isDisabled }: Part) {
  const part = { form, isDisabled };
  return (
    <Panel title="E-mail updates">
      <div className={classes.grid}>
        <Toggle
          {...part}
          field="isEmailUpdatesEnabled"
          hint="Mails the practice's files each working morning."
        />
        <Toggle
          {...part}
          field="isChangesWorkbookEnabled"
          hint="What agents changed goes along with the mail."
        />
        <Field {...part} field="email" hint="Where the updates go." max={254} />
        <Field {...part} field="schedulerEmail" hint="Gets a copy." max={254} />
        <Field {...part} field="rdoName" hint="Regional director of operations." max={100} />
        <Field {...part} field="rdoEmail" hint="Gets a copy." max={254} />
      </div>
    </Panel>
  );
}
