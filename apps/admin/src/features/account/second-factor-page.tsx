import { Alert, Button, Checkbox, Group, PasswordInput, Skeleton, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDocumentTitle } from "@mantine/hooks";
import type { SecondFactorSetUp } from "@vetsuccess/contract/identity";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useAccount } from "../../lib/account.ts";
import { fieldErrorsOf, messageOf } from "../../lib/errors.ts";
import { focusOnMount } from "../../lib/focus.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import classes from "./second-factor-page.module.css";
import { RecoveryCodes } from "./recovery-codes.tsx";

const QrCode = lazy(async () => ({ default: (await import("../../ui/qr-code.tsx")).QrCode }));
const route = getRouteApi(paths.secondFactor);

/** Sets up an authenticator app: password, QR code, first code, recovery codes. */
export function SecondFactorPage() {
  const { mustSetUpSecondFactor } = useAccount();
  const [setUp, setSetUp] = useState<SecondFactorSetUp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  useDocumentTitle("Second factor · VetSuccess");
  return (
    <div className={classes.page}>
      <PageHead
        title="Set up a second factor"
        words="A code of an app on your phone besides your password, each time you sign in."
      />
      {mustSetUpSecondFactor && codes === null && (
        <Alert color="yellow" variant="light" mb="md" title="Administrators need one here">
          It takes two minutes. Everything else opens right after.
        </Alert>
      )}
      {codes !== null ? (
        <KeepCodes codes={codes} />
      ) : setUp === null ? (
        <PasswordStep onDone={setSetUp} />
      ) : (
        <ScanStep setUp={setUp} onDone={setCodes} />
      )}
    </div>
  );
}

function PasswordStep({ onDone }: { onDone: (setUp: SecondFactorSetUp) => void }) {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { password: "" },
    validate: { password: (value) => (value === "" ? "Your password is needed." : null) },
  });
  const start = trpc.account.setUpSecondFactor.useMutation({
    onSuccess: onDone,
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["password"])),
  });
  return (
    <Panel title="1. It is you" words="Your password once more.">
      <form onSubmit={form.onSubmit((values) => start.mutate(values))} noValidate>
        <Stack gap="md">
          {start.error && form.errors["password"] === undefined && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(start.error)}
            </Alert>
          )}
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            ref={focusOnMount}
            maw="22rem"
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          <Group gap="sm">
            <Button type="submit" loading={start.isPending}>
              Go on
            </Button>
            <Button component={Link} to={paths.account} variant="default">
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function ScanStep({ setUp, onDone }: { setUp: SecondFactorSetUp; onDone: (codes: string[]) => void }) {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { code: "" },
    validate: {
      code: (value) => (/^\d{6}$/.test(value.replaceAll(/\s/g, "")) ? null : "The code has six digits."),
    },
  });
  const confirm = trpc.account.confirmSecondFactor.useMutation({
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    onError: (error) => form.setErrors(fieldErrorsOf(error, ["code"])),
  });
  return (
    <Panel
      title="2. Scan it with your app"
      words="Any authenticator will do: that of your password manager, Google, Microsoft, Aegis …"
    >
      <div className={classes.scan}>
        <Suspense fallback={<Skeleton width={184} height={184} />}>
          <QrCode text={setUp.uri} label="QR code for the authenticator app" />
        </Suspense>
        <div className={classes.steps}>
          <div>
            <div className={classes.dim}>No camera? Type this secret into the app:</div>
            <div className={classes.secret} role="group" aria-label="Secret">
              {setUp.secret.match(/.{1,4}/g)?.join(" ")}
            </div>
            <CopyButton text={setUp.secret} label="Copy the secret" size="compact-xs" />
          </div>
          <form
            onSubmit={form.onSubmit(({ code }) => confirm.mutate({ code: code.replaceAll(/\s/g, "") }))}
            noValidate
          >
            <Stack gap="md">
              {confirm.error && form.errors["code"] === undefined && (
                <Alert color="red" variant="light" role="alert">
                  {messageOf(confirm.error)}
                </Alert>
              )}
              <TextInput
                label="The code that the app shows now"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={9}
                maw="14rem"
                ref={focusOnMount}
                key={form.key("code")}
                {...form.getInputProps("code")}
              />
              <Group gap="sm">
                <Button type="submit" loading={confirm.isPending}>
                  Confirm
                </Button>
                <Button component={Link} to={paths.account} variant="default">
                  Cancel
                </Button>
              </Group>
            </Stack>
          </form>
        </div>
      </div>
    </Panel>
  );
}

function KeepCodes({ codes }: { codes: readonly string[] }) {
  const { from } = route.useSearch();
  const [isKept, setIsKept] = useState(false);
  const utils = trpc.useUtils();
  const router = useRouter();
  const goOn = async () => {
    await utils.account.invalidate();
    await router.navigate({ href: from ?? paths.account });
  };
  return (
    <Panel
      title="3. Keep your recovery codes"
      words="Each one signs you in once, should the phone be lost. They are shown this once."
    >
      <Stack gap="md">
        <RecoveryCodes codes={codes} />
        <Checkbox
          label="I have kept them where I find them without my phone"
          checked={isKept}
          onChange={(event) => setIsKept(event.currentTarget.checked)}
        />
        <Group>
          <Button disabled={!isKept} onClick={() => void goOn()}>
            Done
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
