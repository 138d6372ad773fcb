import { ActionIcon, Checkbox, Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { BatchPreview, BatchText, PreviewBatchInput, SkippedPet } from "@vetsuccess/contract/outreach";
import { SkipReason } from "@vetsuccess/contract/outreach";
import { messageOf, showDone } from "../../lib/errors.ts";
import { useRefusal } from "../../lib/account.ts";
import { formatCount, formatInstant, formatPhone, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import classes from "./practice-page.module.css";
import { skipWords } from "./words.ts";

const route = getRouteApi(paths.practice);
const pageSize = 25;

interface Props {
  input: PreviewBatchInput;
  preview: BatchPreview;
  /** What is shown is saved, so that clients can be taken out. */
  canTrim: boolean;
}

/** Row by row: the texts that go, or the pets that a reason keeps from one. */
export function BatchRowsPanel({ input, preview, canTrim }: Props) {
  const { rows: shown, page } = route.useSearch();
  const navigate = route.useNavigate();
  const reason = SkipReason.safeParse(shown).data;
  const rows = trpc.outreach.listBatchRows.useQuery(
    { ...input, offset: (page - 1) * pageSize, limit: pageSize, ...(reason && { reason }) },
    { placeholderData: keepPreviousData },
  );
  const go = (part: { rows?: string | undefined; page?: number }) =>
    void navigate({ search: (before) => ({ ...before, page: 1, ...part }), replace: true });
  const total = rows.data?.total ?? 0;
  const last = Math.max(1, Math.ceil(total / pageSize));
  return (
    <Panel
      isFlush
      title="Row by row"
      action={
        <div className={classes.chips} role="group" aria-label="Rows">
          <button
            type="button"
            className={classes.chip}
            aria-pressed={!reason}
            onClick={() => go({ rows: undefined })}
          >
            Texts {formatCount(preview.texts)}
          </button>
          {preview.skipped.map((each) => (
            <button
              type="button"
              key={each.reason}
              className={classes.chip}
              aria-pressed={each.reason === reason}
              onClick={() => go({ rows: each.reason })}
            >
              {skipWords[each.reason]} {formatCount(each.pets)}
            </button>
          ))}
        </div>
      }
    >
      {rows.error && <p className={classes.answer}>{messageOf(rows.error)}</p>}
      {rows.isPending && <Skeleton height={200} m="md" />}
      {rows.data?.texts.map((text) => (
        <TextLine key={text.clientId} text={text} preview={preview} canTrim={canTrim} />
      ))}
      {rows.data?.skipped.map((pet) => (
        <SkippedLine key={pet.patientId} pet={pet} />
      ))}
      {rows.data && total === 0 && <p className={`${classes.answer} ${classes.dim}`}>Nobody.</p>}
      {last > 1 && (
        <nav
          className={classes.foot}
          style={{ position: "static", background: "none", padding: "0.375rem 0.875rem" }}
          aria-label="Pages of rows"
        >
          <span className={classes.dim}>
            {page} / {last} · {formatCount(total)}
          </span>
          <ActionIcon aria-label="Previous rows" disabled={page <= 1} onClick={() => go({ page: page - 1 })}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <ActionIcon aria-label="Next rows" disabled={page >= last} onClick={() => go({ page: page + 1 })}>
            <IconChevronRight size={16} />
          </ActionIcon>
        </nav>
      )}
    </Panel>
  );
}

function TextLine({ text, preview, canTrim }: { text: BatchText; preview: BatchPreview; canTrim: boolean }) {
  const { clientId, clientName, number, sendAt, segments, encoding } = text;
  const { practiceId, day, batch, isCovered } = preview;
  const refused = useRefusal("outreach.decideBatch");
  const queries = trpc.useUtils();
  const takeOut = trpc.outreach.decideBatch.useMutation({
    onSuccess: async () => {
      showDone(
        `${clientName ?? clientId} is taken out${batch ? "" : "; the batch is held until it is approved"}.`,
      );
      await queries.outreach.invalidate();
    },
  });
  const canTakeOut =
    canTrim && !isCovered && refused === undefined && preview.stoppedBecause !== "MAILING_OFF";
  return (
    <div className={classes.row} data-row={clientId}>
      <Checkbox
        size="xs"
        aria-label={`Text ${clientName ?? clientId}`}
        checked={!takeOut.isPending}
        disabled={!canTakeOut}
        onChange={() =>
          takeOut.mutate({
            practiceId,
            day,
            decision: batch?.decision ?? "HELD",
            mostTexts: batch?.mostTexts ?? null,
            leftOutClientIds: [...(batch?.leftOutClientIds ?? []), clientId],
          })
        }
      />
      <div>
        <div className={classes.strong}>{clientName ?? clientId}</div>
        <div className={classes.dim}>{formatPhone(number)}</div>
      </div>
      <div>{text.text}</div>
      <div className={classes.dim}>
        <div>{formatInstant(sendAt)}</div>
        <div>
          {plural(segments, "segment")}
          {encoding === "UCS-2" && ", UCS-2"}
        </div>
      </div>
    </div>
  );
}

function SkippedLine({ pet }: { pet: SkippedPet }) {
  return (
    <div className={classes.row}>
      <span />
      <div className={classes.strong}>{pet.petName ?? "Unnamed"}</div>
      <div>
        {pet.reminders
          .map(({ description, dateDue }) => `${description ?? "No description"} (${dateDue})`)
          .join(", ")}
      </div>
      <div className={classes.dim}>{skipWords[pet.reason]}</div>
    </div>
  );
}
