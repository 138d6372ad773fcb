import { Skeleton, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconArchive, IconArchiveOff, IconBuildingOff, IconPlugConnectedX } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { PracticeDetail } from "@vetsuccess/contract/practices";
import { useState } from "react";
import { useRefusal } from "../../lib/account.ts";
import { codeOf, messageOf, showDone } from "../../lib/errors.ts";
import { formatInstant, formatPhone, formatThere, plural, today } from "../../lib/format.ts";
import { readAgain } from "../../lib/live.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { WorkbookPanel } from "../email-updates/workbook-panel.tsx";
import { AnswersPanel } from "./answers-panel.tsx";
import { BatchPanel } from "./batch-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import classes from "./practice-page.module.css";
import { ReadinessPanel } from "./readiness-panel.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { isStale } from "./words.ts";

const route = getRouteApi(paths.practice);

/** One practice: what the PIMS says of it, and everything that is set here. */
export function PracticePage() {
  const { practiceId } = route.useParams();
  const practice = trpc.practices.get.useQuery({ practiceId });
  const { data } = practice;
  useDocumentTitle(`${data?.name ?? practiceId} · VetSuccess`);
  if (data) return <Practice practice={data} />;
  if (!practice.error)
    return <Skeleton height={420} radius="lg" role="status" aria-label="The practice is loading" />;
  if (codeOf(practice.error) === "NOT_FOUND")
    return (
      <StateMessage icon={<IconBuildingOff size={22} />} title="There is no such practice">
        It may have been removed, or be one that you do not serve.{" "}
        <Link to={paths.practices}>All practices</Link>
      </StateMessage>
    );
  return (
    <StateMessage
      icon={<IconPlugConnectedX size={22} />}
      title="This practice cannot be shown"
      action={{ label: "Try again", onClick: () => void practice.refetch() }}
    >
      {messageOf(practice.error)}
    </StateMessage>
  );
}

function Practice({ practice }: { practice: PracticeDetail }) {
  const { tab, day } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (to: string | null) =>
    void navigate({ search: { tab: (to ?? "settings") as typeof tab }, replace: true });
  const { oduId, name, city, state, isArchived, isSmsMailingEnabled, isEmailUpdatesEnabled } = practice;
  return (
    <>
      <PageHead
        title={name ?? oduId}
        words={
          <span className={classes.badges}>
            <span>
              {[city, state].filter(Boolean).join(", ")} · {oduId}
            </span>
            {isArchived && <StatusBadge tone="neutral">Archived</StatusBadge>}
            {!isArchived && (
              <StatusBadge tone={isSmsMailingEnabled ? "good" : "neutral"}>
                {isSmsMailingEnabled ? "SMS on" : "SMS off"}
              </StatusBadge>
            )}
            {!isArchived && isEmailUpdatesEnabled && <StatusBadge tone="info">E-mail updates</StatusBadge>}
          </span>
        }
      >
        <ArchiveButton practice={practice} />
      </PageHead>
      <div className={classes.columns}>
        <Tabs value={tab} onChange={open} keepMounted={false}>
          <Tabs.List mb="md" className={classes.tabs ?? ""}>
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
            <Tabs.Tab value="launch">Next batch</Tabs.Tab>
            <Tabs.Tab value="answers">Answers</Tabs.Tab>
            <Tabs.Tab value="changes">Changes</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="settings">
            <SettingsForm key={practice.version} practice={practice} />
          </Tabs.Panel>
          <Tabs.Panel value="launch">
            <BatchPanel practice={practice} />
          </Tabs.Panel>
          <Tabs.Panel value="answers">
            <AnswersPanel practiceId={oduId} />
          </Tabs.Panel>
          <Tabs.Panel value="changes">
            <WorkbookPanel
              practiceId={oduId}
              day={day ?? today()}
              onDay={(chosen) =>
                void navigate({ search: (before) => ({ ...before, day: chosen }), replace: true })
              }
            />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <HistoryPanel practice={practice} />
          </Tabs.Panel>
        </Tabs>
        <div className={classes.side}>
          <ReadinessPanel practice={practice} onOpen={open} />
          <Panel title="From the practice's system">
            <FactList title="Read only" facts={facts(practice)} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function facts(practice: PracticeDetail): { label: string; value: string }[] {
  const { address1, address2, city, state, zipCode, phoneNumber, pims, dataAt, timeZone } = practice;
  const at = (instant: Date | null) => {
    if (instant === null) return "Never";
    const there = formatThere(instant, timeZone);
    return there === null ? formatInstant(instant) : `${formatInstant(instant)} (${there})`;
  };
  return [
    {
      label: "Address",
      value:
        [address1, address2, [city, state, zipCode].filter(Boolean).join(" ")].filter(Boolean).join(", ") ||
        "—",
    },
    { label: "Phone", value: formatPhone(phoneNumber) },
    { label: "Server", value: practice.serverName ?? practice.serverId ?? "—" },
    { label: "Time zone", value: timeZone ?? "Not known" },
    { label: "PIMS", value: pims ?? "—" },
    { label: "Scheduler", value: practice.scheduler ?? "—" },
    { label: "Data of", value: `${at(dataAt)}${dataAt && isStale(dataAt) ? ", too old" : ""}` },
    { label: "Last transaction", value: at(practice.latestTransaction) },
    { label: "Planned through", value: practice.coveredThrough ?? "Nothing planned yet" },
    { label: "Waiting texts", value: String(practice.waitingTexts) },
  ];
}

function ArchiveButton({ practice }: { practice: PracticeDetail }) {
  const { oduId: practiceId, isArchived, name } = practice;
  const [isAsking, setIsAsking] = useState(false);
  const reason = useRefusal(isArchived ? "practices.restore" : "practices.archive");
  const done = async (word: string) => {
    setIsAsking(false);
    showDone(`${name ?? practiceId} is ${word}.`);
    await readAgain("practices");
  };
  const archive = trpc.practices.archive.useMutation({ onSuccess: () => done("archived") });
  const restore = trpc.practices.restore.useMutation({ onSuccess: () => done("restored") });
  const deed = isArchived ? restore : archive;
  const Icon = isArchived ? IconArchiveOff : IconArchive;
  const verb = isArchived ? "Restore" : "Archive";
  return (
    <>
      <ReasonButton
        variant="default"
        reason={reason}
        leftSection={<Icon size={14} />}
        onClick={() => setIsAsking(true)}
      >
        {verb}
      </ReasonButton>
      {isAsking && (
        <ConfirmDialog
          title={`${verb} ${name ?? practiceId}?`}
          confirmLabel={verb}
          error={deed.error ? messageOf(deed.error) : undefined}
          isBusy={deed.isPending}
          onConfirm={() => deed.mutate({ practiceId })}
          onClose={() => setIsAsking(false)}
        >
          <ul className={classes.effects}>
            {(isArchived ? restoreEffects : archiveEffects)(practice).map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </ConfirmDialog>
      )}
    </>
  );
}

function archiveEffects({
  waitingTexts,
  clientsOfItsOwn,
  isSmsMailingEnabled,
  isEmailUpdatesEnabled,
}: PracticeDetail) {
  return [
    isSmsMailingEnabled ? "No more texts are planned for it." : "SMS mailing is off already.",
    waitingTexts > 0
      ? `${plural(waitingTexts, "waiting text")} ${waitingTexts === 1 ? "is" : "are"} held, and would go out after a restore.`
      : "No texts wait to go out.",
    ...(isEmailUpdatesEnabled ? ["Its e-mail updates stop."] : []),
    clientsOfItsOwn > 0
      ? `${plural(clientsOfItsOwn, "client")} will no longer be shown: no other open practice has them.`
      : "Its clients stay: another practice of the server is open.",
  ];
}

function restoreEffects({ waitingTexts, isSmsMailingEnabled, isEmailUpdatesEnabled }: PracticeDetail) {
  return [
    isSmsMailingEnabled ? "Texts are planned again, missed days included." : "SMS mailing stays off.",
    waitingTexts > 0
      ? `${plural(waitingTexts, "held text")} may go out at the next sending hours.`
      : "No held texts are waiting.",
    ...(isEmailUpdatesEnabled ? ["Its e-mail updates go on."] : []),
  ];
}
