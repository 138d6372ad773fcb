import type { SendingState } from "@vetsuccess/contract/texts";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";
import { mayGoOut } from "../rules.ts";

/** Texts of a day go out by this clock; each practice's own may open later or close earlier. */
const officeZone = "America/New_York";

type Pause = SendingState["pauses"][number];
/** Instants inside JSON are strings. */
type PauseJson = Omit<Pause, "startedAt" | "until"> & { startedAt: string; until: string | null };
interface Row {
  due: number;
  waiting: number;
  usedInLastMinute: number;
  pauses: PauseJson[];
}

/**
 * What the sending line does now, over all practices. `due` texts wait for their turn or are held, `waiting` ones for their
 * time; calls are counted as the limit counts them. One statement.
 */
export async function getSendingState(deps: Deps): Promise<SendingState> {
  const now = deps.now();
  const { smsLimitPerMinute, isSmsSendingEnabled, isSandbox, sandboxPhoneUrl } = deps.settings;
  const [row] = await deps.db.$queryRaw<Row[]>(Prisma.sql`
    select count(*) filter (where send_at <= ${now})::int as due, count(*) filter (where send_at > ${now})::int as waiting,
      (select count(*)::int from apps_smsattempt
        where finished_at is null or (finished_at > clock_timestamp() - interval '60 seconds' and result <> 'NOT_SENT')
      ) as "usedInLastMinute",
      coalesce((
        select jsonb_agg(jsonb_build_object('uuid', uuid, 'reason', reason, 'detail', detail, 'startedAt', started_at,
          'startedBy', started_by, 'until', until) order by started_at, uuid)
        from apps_sendingpause where ended_at is null and (until is null or until > clock_timestamp())), '[]') as pauses
    from apps_smsevent where status = 'PENDING'`);
  const { due, waiting, usedInLastMinute, pauses } = row ?? {
    due: 0,
    waiting: 0,
    usedInLastMinute: 0,
    pauses: [],
  };
  return {
    isSendingEnabled: isSmsSendingEnabled,
    isSandbox,
    sandboxPhoneUrl: isSandbox ? (sandboxPhoneUrl ?? null) : null,
    isInsideSendingHours: mayGoOut(now, officeZone),
    limitPerMinute: smsLimitPerMinute,
    due,
    waiting,
    usedInLastMinute,
    pauses: pauses.map(toPause),
  };
}

function toPause({ startedAt, until, ...pause }: PauseJson): Pause {
  return { ...pause, startedAt: new Date(startedAt), until: until === null ? null : new Date(until) };
}
