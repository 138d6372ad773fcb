import { Button, Switch } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import type { ClientDetail, TimelineEntry } from "@vetsuccess/contract/clients";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { messageOf, showDone, showFault } from "../../lib/errors.ts";
import { formatPhone, formatSeconds, formatThere, formatWhen } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { attemptWords, errorWords, stateWords } from "../texts/words.ts";
import classes from "./client-timeline.module.css";
import { refused } from "./refusal.ts";
import { getClientInput } from "./routes.ts";
import { editWords, type TextEntry } from "./words.ts";

type Attempt = Extract<TimelineEntry, { kind: "ATTEMPT" }>;

const shownAtFirst = 25;

/** Everything that happened to the client, newest first: texts with their attempts, outcomes, edits. */
export function ClientTimeline({ client }: { client: ClientDetail }) {
  const [isWhole, setIsWhole] = useState(false);
  const attempts = attemptsByText(client.timeline);
  const entries = client.timeline.filter(({ kind }) => kind !== "ATTEMPT");
  const shown = isWhole ? entries : entries.slice(0, shownAtFirst);
  const newest = entries.find(
    (entry): entry is TextEntry => entry.kind === "TEXT" && entry.status === "SENT",
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so that the keyboard must reach it
    <section className={classes.panel} aria-label="Timeline" data-timeline tabIndex={0}>
      <h2 className={classes.title}>Timeline</h2>
      {entries.length === 0 && (
        <StateMessage icon={<IconMessages size={22} />} title="Nothing has happened yet">
          Texts, outcomes and changes appear here.
        </StateMessage>
      )}
      <ol className={classes.list}>
        {shown.map((entry) => (
          <li
            key={`${entry.kind} ${entry.at.getTime()} ${idOf(entry)}`}
            className={classes.entry}
            data-kind={entry.kind}
          >
            <Entry
              entry={entry}
              client={client}
              attempts={entry.kind === "TEXT" ? (attempts.get(entry.textId) ?? []) : []}
              isNewestText={entry === newest}
            />
          </li>
        ))}
      </ol>
      {entries.length > shown.length && (
        <Button variant="subtle" fullWidth onClick={() => setIsWhole(true)}>
          Show all {entries.length}
        </Button>
      )}
    </section>
  );
}

function attemptsByText(timeline: readonly TimelineEntry[]): Map<string, Attempt[]> {
  const byText = new Map<string, Attempt[]>();
  for (const entry of timeline)
    if (entry.kind === "ATTEMPT") byText.set(entry.textId, [...(byText.get(entry.textId) ?? []), entry]);
  return byText;
}

function idOf(entry: TimelineEntry): string {
  if (entry.kind === "OUTCOME") return entry.patientId;
  return entry.kind === "EDIT" ? entry.entityId : entry.textId;
}

interface EntryProps {
  entry: TimelineEntry;
  client: ClientDetail;
  attempts: readonly Attempt[];
  isNewestText: boolean;
}

function Entry({ entry, client, attempts, isNewestText }: EntryProps) {
  if (entry.kind === "TEXT")
    return <TextItem text={entry} client={client} attempts={attempts} isNewest={isNewestText} />;
  if (entry.kind === "OUTCOME")
    return (
      <>
        <p className={classes.what}>
          <b>{entry.petName ?? "A pet"}</b>: {entry.outcome ?? "outcome taken back"}{" "}
          {entry.previous !== null && entry.previous !== entry.outcome && <del>{entry.previous}</del>}
        </p>
        <By at={entry.at} by={entry.by} />
      </>
    );
  if (entry.kind === "EDIT") return <EditItem edit={entry} client={client} />;
  return null;
}

function EditItem({
  edit,
  client,
}: {
  edit: Extract<TimelineEntry, { kind: "EDIT" }>;
  client: ClientDetail;
}) {
  const pets = [...client.patients, ...client.formerPatients];
  const { changes, effects } = editWords(
    edit.changes,
    (id) => pets.find(({ oduId }) => oduId === id)?.name ?? "A pet",
  );
  return (
    <>
      {changes.map(({ what, before, after }) => (
        <p key={what} className={classes.what}>
          {what}: <del>{before}</del> <ins>{after}</ins>
        </p>
      ))}
      {changes.length === 0 && effects.length === 0 && <p className={classes.what}>Contact data</p>}
      {effects.length > 0 && <p className={classes.effects}>{effects.join(", ")}</p>}
      <By at={edit.at} by={edit.by} />
    </>
  );
}

function By({ at, by }: { at: Date; by: string }) {
  return (
    <p className={classes.by}>
      {formatWhen(at)} · {by}
    </p>
  );
}

function TextItem({
  text,
  client,
  attempts,
  isNewest,
}: {
  text: TextEntry;
  client: ClientDetail;
  attempts: readonly Attempt[];
  isNewest: boolean;
}) {
  const { label, tone } = stateWords[text.status];
  const there = formatThere(text.sendAt ?? text.at, client.timeZone);
  return (
    <>
      <div className={classes.textHead}>
        <StatusBadge tone={tone}>{label}</StatusBadge>
        <span className={classes.by}>
          {text.sendAt ? `due ${formatWhen(text.sendAt)}` : formatWhen(text.at)}
          {there !== null && ` (${there})`}
        </span>
        {text.status === "SENT" && <FollowSwitch text={text} clientId={client.oduId} isNewest={isNewest} />}
      </div>
      <blockquote className={classes.text}>{text.text || "The words of this text were not kept."}</blockquote>
      <p className={classes.by}>
        {[
          text.practiceName,
          text.numberTo === null ? null : `to ${formatPhone(text.numberTo)}`,
          text.pets.join(", "),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {text.errorCode !== null && <p className={classes.why}>{errorWords[text.errorCode].explain}</p>}
      {attempts.map((attempt) => (
        <p key={attempt.at.getTime()} className={classes.by}>
          {formatSeconds(attempt.at)}:{" "}
          {attempt.result === null ? "On its way" : attemptWords[attempt.result].label}
          {attempt.httpStatus !== null && ` (${attempt.httpStatus})`}
        </p>
      ))}
    </>
  );
}

/** Shown at once; taken back when the server refuses. */
function FollowSwitch({
  text,
  clientId,
  isNewest,
}: {
  text: TextEntry;
  clientId: string;
  isNewest: boolean;
}) {
  const refusal = useRefusal("clients.setFollowed");
  const utils = trpc.useUtils();
  const input = getClientInput(clientId);
  const show = (isFollowed: boolean) =>
    utils.clients.get.setData(
      input,
      (client) =>
        client && {
          ...client,
          timeline: client.timeline.map((entry) =>
            entry.kind === "TEXT" && entry.textId === text.textId ? { ...entry, isFollowed } : entry,
          ),
        },
    );
  const setFollowed = trpc.clients.setFollowed.useMutation({
    onMutate: ({ isFollowed }) => show(isFollowed),
    onError: (error, { isFollowed }) => {
      show(!isFollowed);
      showFault(messageOf(error));
    },
    onSuccess: (_, { isFollowed }) =>
      showDone(isFollowed ? "Marked as followed." : "Opened for follow-up again."),
    onSettled: () =>
      Promise.all([
        utils.clients.listContacted.invalidate(),
        utils.clients.countContacted.invalidate(),
        utils.clients.get.invalidate(input),
      ]),
  });
  return (
    <Switch
      size="xs"
      className={classes.follow ?? ""}
      label="Followed"
      data-follow={isNewest || undefined}
      checked={text.isFollowed}
      {...refused(refusal)}
      title={refusal === undefined && isNewest ? "f" : undefined}
      wrapperProps={{ "data-hint": refusal }}
      onChange={(event) => {
        if (refusal === undefined)
          setFollowed.mutate({ textIds: [text.textId], isFollowed: event.currentTarget.checked });
      }}
    />
  );
}
