import {
  templateProblem,
  type MatchTemplateInput,
  type PreviewTemplateInput,
  type TemplateMatch,
  type TemplatePreview,
} from "@vetsuccess/contract/templates";
import { Prisma } from "@vetsuccess/db/sql";
import { isOpenPractice } from "../../clients/queries/listed.ts";
import type { Actor, Deps } from "../../deps.ts";
import { petName, petWords } from "../../outreach/rules/names.ts";
import { sizeOf } from "../../outreach/rules/sizes.ts";
import { fillTemplate, findKeyWord } from "../../outreach/rules/templates.ts";
import { getWording } from "../../outreach/queries/practice.ts";

/** Households of one, two, three and four pets are shown; the last stands for more too. */
const householdSizes = [1, 2, 3, 4];
const madeUpPets = ["rex", "ada", "bo", "luna"];

interface Sample {
  practiceName: string | null;
  serverId: bigint | null;
  scheduler: string;
  name: string;
  phone: string;
  link: string;
}

const madeUp: Sample = {
  practiceName: null,
  serverId: null,
  scheduler: "Robin",
  name: "Willow Vets",
  phone: "(202) 555-0111",
  link: "https://book.example.com",
};

/**
 * A template, saved or not, filled in for one, two, three and more pets of real clients of a practice: the one that is
 * asked for, or the first with settings. Where there is none, pets or values are made up.
 */
export async function previewTemplate(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { template, practiceId }: PreviewTemplateInput,
): Promise<TemplatePreview> {
  const problem = templateProblem(template);
  const wanted = practiceId === undefined ? Prisma.sql`true` : Prisma.sql`practice.odu_id = ${practiceId}`;
  const [found] = await db.$queryRaw<Sample[]>(Prisma.sql`
    select coalesce(practice.name, practice.odu_id) as "practiceName", practice.server_id as "serverId",
      s.sms_scheduler as scheduler, s.sms_practice_name as name, s.sms_phone as phone, s.sms_link as link
    from apps_practice practice join apps_practicesettings s on s.practice_id = practice.odu_id
    where ${isOpenPractice(actor)} and ${wanted} and s.sms_practice_name <> ''
    order by practice.name, practice.odu_id limit 1`);
  const sample = found ?? madeUp;
  const households = await Promise.all(
    householdSizes.map((size) => findHousehold(db, sample.serverId, size)),
  );
  return {
    problem,
    practiceName: sample.practiceName,
    texts: problem === null ? households.map((pets) => fill(template, sample, pets)) : [],
  };
}

function fill(template: string, sample: Sample, names: readonly string[]): TemplatePreview["texts"][number] {
  const pets = names.map(petName);
  const words = petWords(pets);
  const values = {
    scheduler: sample.scheduler,
    practice_name: sample.name,
    your_pets_capitalized: words.capitalized,
    your_pets: words.inside,
    be_verb: words.beVerb,
    practice_phone_number: sample.phone,
    link: sample.link,
  };
  const text = fillTemplate(template, values);
  const shown = text ?? fillTemplate(template, { ...values, practice_phone_number: "[phone]" }) ?? template;
  return { pets, text: shown, isIncomplete: text === null, size: sizeOf(shown) };
}

/** The names of the pets of a client who has so many: the client with the lowest id. */
async function findHousehold(db: Deps["db"], serverId: bigint | null, size: number): Promise<string[]> {
  const [household] =
    serverId === null
      ? []
      : await db.$queryRaw<{ names: string[] }[]>(Prisma.sql`
    select array_agg(p.name order by p.odu_id) as names
    from (select c.odu_id from apps_client c where c.server_id = ${serverId} order by c.odu_id limit 500) c
    join apps_clientpatientrelationship rel on rel.client_id = c.odu_id and rel.extractor_removed_at is null
    join apps_patient p on p.odu_id = rel.patient_id
    where p.name ~ '[^[:space:]]' and p.extractor_removed_at is null and p.death_date is null
      and p.is_deceased is not true and p.pims_is_deceased is not true
    group by c.odu_id having count(*) = ${size} order by c.odu_id limit 1`);
  return household?.names ?? madeUpPets.slice(0, size);
}

/**
 * Which template a reminder's description gets, and which others would fit; with key words that are not saved yet, too.
 * Counts the reminders like it that the actor may see.
 */
export async function matchTemplate(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { description, draft }: MatchTemplateInput,
): Promise<TemplateMatch> {
  const { templates } = await getWording(db);
  const saved = templates.map(({ uuid, keyWords }): { uuid: string | null; keyWords: readonly string[] } => ({
    uuid,
    keyWords: draft !== undefined && draft.uuid === uuid ? draft.keyWords : keyWords,
  }));
  const all = draft?.uuid === null ? [...saved, draft] : saved;
  const words = description.toLowerCase();
  const fitting = all.flatMap(({ uuid, keyWords }) => {
    const keyWord = findKeyWord(words, keyWords);
    return keyWord === undefined ? [] : [{ uuid, keyWord }];
  });
  const [first, ...others] = fitting;
  const seen =
    actor.practiceIds === null
      ? Prisma.sql`true`
      : Prisma.sql`practice_id = any(${[...actor.practiceIds]}::text[])`;
  const [count] = await db.$queryRaw<{ reminders: number }[]>(Prisma.sql`
    select count(*)::int as reminders from (
      select from apps_reminder
      where sms_status is null and extractor_removed_at is null and lower(description) = ${words} and ${seen} limit 1000) alike`);
  return {
    isDefault: first === undefined,
    uuid: first?.uuid ?? null,
    keyWord: first?.keyWord ?? null,
    alsoFits: others.flatMap(({ uuid }) => uuid ?? []),
    reminders: count?.reminders ?? 0,
  };
}
