import { Skeleton, Text } from "@mantine/core";
import type { OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { messageOf } from "../../lib/errors.ts";
import { formatDay, plural, today } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";

interface Props {
  practice: OutreachSummaryRow;
  day: string;
  onPlanned: (practiceId: string) => void;
  onClose: () => void;
}

/** Says how many texts planning makes, then asks for it. */
export function PlanDialog({ practice, day, onPlanned, onClose }: Props) {
  const { practiceId, practiceName } = practice;
  const preview = trpc.outreach.preview.useQuery({ practiceId, day });
  const plan = trpc.outreach.plan.useMutation({
    onSuccess: () => {
      onPlanned(practiceId);
      onClose();
    },
  });
  const failed = plan.error ?? preview.error;
  return (
    <ConfirmDialog
      title={`Plan ${practiceName}?`}
      confirmLabel={preview.data ? `Plan ${plural(preview.data.texts, "text")}` : "Plan"}
      reason={reasonAgainst(preview.data?.reminders)}
      error={failed ? messageOf(failed) : undefined}
      isBusy={plan.isPending}
      onConfirm={() => plan.mutate({ practiceId, day })}
      onClose={onClose}
    >
      {preview.isPending && <Skeleton height={38} />}
      {preview.data && (
        <>
          <Text size="sm">
            Planning {formatDay(day, today())} decides <b>{plural(preview.data.reminders, "reminder")}</b> and
            makes <b>{plural(preview.data.texts, "text")}</b>.
          </Text>
          <Text size="sm" c="dimmed" mt={4}>
            Decisions are final. The texts go out at the next sending time, and can be paused until then.
          </Text>
        </>
      )}
    </ConfirmDialog>
  );
}

function reasonAgainst(reminders: number | undefined): string | undefined {
  if (reminders === undefined) return "Still counting the texts.";
  return reminders === 0 ? "There is nothing to plan on this day." : undefined;
}
