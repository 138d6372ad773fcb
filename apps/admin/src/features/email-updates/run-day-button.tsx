import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone } from "../../lib/errors.ts";
import { formatDay, plural, today } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { runAgainWords } from "./words.ts";

/** Runs a day by hand: sends only what is missing, and says so before. */
export function RunDayButton({ day }: { day: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const refusal = useRefusal("emailUpdates.run");
  const utils = trpc.useUtils();
  const whole = trpc.emailUpdates.list.useQuery(
    { day, offset: 0, limit: 1 },
    { refetchInterval: isAsking ? 2_000 : false },
  );
  const run = trpc.emailUpdates.run.useMutation({
    onSuccess: async ({ practices }) => {
      setIsAsking(false);
      showDone(
        practices === 0
          ? "Nothing is missing: every practice has its mail."
          : `The mails of ${plural(practices, "practice")} are tried now.`,
      );
      await utils.emailUpdates.invalidate();
    },
  });
  const { kept, tried } = runAgainWords(whole.data?.counts ?? {});
  const name = formatDay(day, today());
  const dayProblem =
    whole.data?.isWorkingDay === false
      ? "Nothing is mailed on a day off."
      : day > today()
        ? "This day is still to come."
        : undefined;
  return (
    <>
      <ReasonButton
        size="xs"
        reason={refusal ?? dayProblem}
        onClick={() => {
          void whole.refetch();
          setIsAsking(true);
        }}
      >
        Run the day
      </ReasonButton>
      {isAsking && (
        <ConfirmDialog
          title={`Run the mailing of ${name}?`}
          confirmLabel="Send what is missing"
          isBusy={run.isPending}
          error={run.error ? messageOf(run.error) : undefined}
          onConfirm={() => run.mutate({ day })}
          onClose={() => setIsAsking(false)}
        >
          <p>
            Only what is missing goes out. {plural(kept, "mail")} that {kept === 1 ? "was" : "were"} accepted,
            or may have been, {kept === 1 ? "stays" : "stay"} as {kept === 1 ? "it is" : "they are"}.
          </p>
          <p>
            {plural(tried, "mail")} that failed, had no files, {tried === 1 ? "was" : "were"} called off or{" "}
            {tried === 1 ? "waits" : "wait"} {tried === 1 ? "is" : "are"} tried now, and so is every practice
            that the mailing has not come to.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
