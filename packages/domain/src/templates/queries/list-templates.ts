import {
  templateProblem,
  type DefaultTextRow,
  type ListTemplateVersionsInput,
  type TemplateList,
  type TemplateRow,
  type TemplateVersion,
} from "@vetsuccess/contract/templates";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";

type Saved<T> = Omit<T, "problem">;

/** All templates in the order of matching, and the default texts; each with what is wrong with it, if anything. */
export async function listTemplates({ db }: Pick<Deps, "db">): Promise<TemplateList> {
  const templates = await db.$queryRaw<Saved<TemplateRow>[]>(Prisma.sql`
    select uuid::text, key_words as "keyWords", template, version, updated_at as "updatedAt"
    from apps_smstemplate order by position, uuid`);
  const defaultTexts = await db.$queryRaw<Saved<DefaultTextRow>[]>(Prisma.sql`
    select key, template, version, updated_at as "updatedAt" from apps_defaulttext order by key`);
  return { templates: templates.map(judged), defaultTexts: defaultTexts.map(judged) };
}

function judged<T extends { template: string }>(row: T): T & { problem: string | null } {
  return { ...row, problem: templateProblem(row.template) };
}

/** Every version of a template or a default text that was saved, newest first. */
export function listTemplateVersions(
  { db }: Pick<Deps, "db">,
  { templateId }: ListTemplateVersionsInput,
): Promise<TemplateVersion[]> {
  return db.$queryRaw<TemplateVersion[]>(Prisma.sql`
    select version, key_words as "keyWords", template, at, actor_label as by from apps_templateversion
    where template_id = ${templateId} order by version desc limit 200`);
}
