import { Anchor, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { PracticeDetail, ReadinessItem } from "@vetsuccess/contract/practices";
import { messageOf } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./practice-page.module.css";

interface Props {
  practice: PracticeDetail;
  onOpen: (tab: string) => void;
}

/** What has to be in order before texts are turned on, each with how to put it right. */
export function ReadinessPanel({ practice, onOpen }: Props) {
  const readiness = trpc.practices.readiness.useQuery({ practiceId: practice.oduId });
  const { data } = readiness;
  // Somebody who wants e-mails alone has nothing to do here.
  const isForLater = !practice.isSmsMailingEnabled && practice.isEmailUpdatesEnabled;
  const open = data?.items.filter(({ isReady }) => !isReady).length ?? 0;
  return (
    <Panel
      title={isForLater ? "Before texts can be turned on" : "Ready for texts"}
      action={
        data && (
          <StatusBadge tone={data.isReady ? "good" : isForLater ? "neutral" : "warn"}>
            {data.isReady ? "Ready" : `${open} to do`}
          </StatusBadge>
        )
      }
    >
      {readiness.error && <span className={classes.dim}>{messageOf(readiness.error)}</span>}
      {readiness.isPending && <Skeleton height={180} />}
      <ul className={classes.items}>
        {data?.items.map((item) => (
          <Item key={item.key} item={item} onOpen={onOpen} />
        ))}
      </ul>
    </Panel>
  );
}

function Item({ item, onOpen }: { item: ReadinessItem; onOpen: (tab: string) => void }) {
  const { key, isReady, title, state, fix } = item;
  const Icon = isReady ? IconCircleCheck : IconCircleDashed;
  return (
    <li className={classes.item} data-tone={isReady ? "good" : "warn"}>
      <Icon size={18} className={classes.mark} role="img" aria-label={isReady ? "In order" : "To do"} />
      <div>
        <div className={classes.itemTitle}>{title}</div>
        <div className={classes.dim}>{state}</div>
        {fix !== null && <Fix itemKey={key} words={fix} onOpen={onOpen} />}
      </div>
    </li>
  );
}

function Fix({
  itemKey,
  words,
  onOpen,
}: {
  itemKey: ReadinessItem["key"];
  words: string;
  onOpen: (tab: string) => void;
}) {
  if (itemKey === "DATA") return <div>{words}</div>;
  if (itemKey === "TEMPLATES" && words.startsWith("Mend"))
    return (
      <Anchor component={Link} to={paths.templates} fz="sm">
        {words}
      </Anchor>
    );
  return (
    <Anchor
      component="button"
      type="button"
      fz="sm"
      ta="left"
      onClick={() => onOpen(itemKey === "FAQ" ? "answers" : "settings")}
    >
      {words}
    </Anchor>
  );
}
