import { Alert, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { smsStatuses, type OutreachSummaryRow, type PlanResult } from "@vetsuccess/contract/outreach";
import { messageOf } from "../../lib/errors.ts";
import { formatCount, formatDay, formatInstant, formatThere, plural, today } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { PhoneBubble } from "../../ui/phone-bubble.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { decisionWords, whyNotPlan } from "./words.ts";

interface Props {
  practice: OutreachSummaryRow;
  day: string;
  onPlan: () => void;
  onClose: () => void;
}

/** What planning the day would do, without doing it. */
export function PreviewDrawer({ practice, day, onPlan, onClose }: Props) {
  const { practiceId, practiceName } = practice;
  const preview = trpc.outreach.preview.useQuery({ practiceId, day });
  return (
    <Drawer
      opened
      onClose={onClose}
      title={`Preview: ${practiceName}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="lg">
        {preview.isPending && (
          <>
            <Skeleton height={60} />
            <Skeleton height={160} />
          </>
        )}
        {preview.isError && (
          <Alert color="red" role="alert">
            {messageOf(preview.error)}
          </Alert>
        )}
        {preview.data && <Plan plan={preview.data} timeZone={practice.timeZone} />}
        {preview.data && preview.data.reminders > 0 && (
          <ReasonButton size="sm" reason={whyNotPlan(practice, day, today())} onClick={onPlan}>
            {`Plan ${plural(preview.data.texts, "text")}…`}
          </ReasonButton>
        )}
      </Stack>
    </Drawer>
  );
}

function Plan({ plan, timeZone }: { plan: PlanResult; timeZone: string | null }) {
  if (plan.windows.length === 0)
    return (
      <Text size="sm">
        {formatDay(plan.day, today())} has been planned already. Planning again makes nothing twice.
      </Text>
    );
  return (
    <>
      <Text size="sm">
        On {formatDay(plan.day, today())}, <b>{plural(plan.reminders, "reminder")}</b> would become{" "}
        <b>{plural(plan.texts, "text")}</b>. Nothing is made until you plan.
      </Text>
      <FactList
        title="Due dates covered"
        facts={plan.windows.map(({ from, through }) => ({
          label:
            from === through
              ? formatDay(from, today())
              : `${formatDay(from, today())} – ${formatDay(through, today())}`,
        }))}
      />
      <FactList
        title="Reminders by decision"
        facts={smsStatuses
          .filter((status) => plan.decisions[status] > 0)
          .map((status) => ({
            label: decisionWords[status].label,
            value: formatCount(plan.decisions[status]),
          }))}
      />
      {plan.samples.length > 0 && (
        <section>
          <Text component="h3" size="xs" fw={600} mb="xs">
            {plan.samples.length === 1 ? "The text" : "Some of the texts"}
          </Text>
          <Stack gap="md">
            {plan.samples.map((sample) => (
              <PhoneBubble
                key={sample.clientId}
                text={sample.text}
                footer={`About ${sample.pets.join(", ")} · ${whenWords(new Date(sample.sendAt), timeZone)}`}
              />
            ))}
          </Stack>
        </section>
      )}
    </>
  );
}

function whenWords(sendAt: Date, timeZone: string | null): string {
  const there = formatThere(sendAt, timeZone);
  return formatInstant(sendAt) + (there === null ? "" : ` (${there})`);
}
