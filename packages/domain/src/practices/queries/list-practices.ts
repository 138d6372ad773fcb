import type { PracticeList, PracticeOption } from "@vetsuccess/contract/practices";
import { Prisma } from "@vetsuccess/db/sql";
import { isOpenPractice } from "../../clients/queries/listed.ts";
import type { Actor, Deps } from "../../deps.ts";

/** More practices than any group has; keeps the answer bounded. */
const maxPractices = 1000;

/** The practices that the actor may see, by name, and those that each scheduler serves; without archived ones. */
export function listPractices(
  { db, caches }: Pick<Deps, "db" | "caches">,
  actor: Actor,
): Promise<PracticeList> {
  const read = () => readPractices(db, actor);
  return caches ? caches.practices.get(JSON.stringify(actor.practiceIds), read) : read();
}

async function readPractices(db: Deps["db"], actor: Actor): Promise<PracticeList> {
  const practices = await db.$queryRaw<PracticeOption[]>(Prisma.sql`
    select practice.odu_id as "oduId", practice.name, s.sms_scheduler as scheduler, server.time_zone as "timeZone",
      exists (select from apps_smshistory h where h.practice_id = practice.odu_id) as "hasTexts"
    from apps_practice practice
    left join apps_practicesettings s on s.practice_id = practice.odu_id
    left join apps_server server on server.odu_id = practice.server_id
    where ${isOpenPractice(actor)}
    order by practice.name, practice.odu_id limit ${maxPractices}`);
  return { practices, schedulers: schedulersOf(practices) };
}

function schedulersOf(practices: readonly PracticeOption[]): PracticeList["schedulers"] {
  const names = new Set(practices.flatMap(({ scheduler }) => scheduler || []));
  return [...names].sort().map((name) => ({
    name,
    practiceIds: practices.filter(({ scheduler }) => scheduler === name).map(({ oduId }) => oduId),
  }));
}
