import { DomainError } from "@vetsuccess/contract/errors";
import type {
  CreateTemplateInput,
  DeleteTemplateInput,
  ReorderTemplatesInput,
  TemplateList,
  TemplateVersion,
  UpdateDefaultTextInput,
  UpdateTemplateInput,
} from "@vetsuccess/contract/templates";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import type { Actor, Deps } from "../deps.ts";
import { listTemplates } from "./queries/list-templates.ts";

type Result = Promise<TemplateList>;

interface Words {
  keyWords: readonly string[];
  template: string;
}

/** Adds a template, as the last one to be matched. Planning uses it from now on, in every worker. */
export function createTemplate(deps: Deps, actor: Actor, input: CreateTemplateInput): Result {
  return change(deps, async (tx) => {
    const { _max } = await tx.smsTemplate.aggregate({ _max: { position: true } });
    const { uuid } = await tx.smsTemplate.create({
      data: { ...input, position: (_max.position ?? 0) + 10, updatedAt: deps.now() },
      select: { uuid: true },
    });
    await keepVersion(deps, tx, actor, uuid, 1, input);
    await trace(tx, actor, "templates.create", uuid, {}, { ...input });
  });
}

/**
 * Changes a template; the earlier version is kept. Planning uses the new one from now on, in every worker.
 *
 * @throws DomainError NOT_FOUND; CONFLICT, with the TemplateVersion that stands in `details`, when somebody changed it since `version`
 */
export function updateTemplate(deps: Deps, actor: Actor, input: UpdateTemplateInput): Result {
  const { uuid, version, ...words } = input;
  return change(deps, async (tx) => {
    const before = await lockTemplate(deps, tx, uuid, version);
    await tx.smsTemplate.update({
      where: { uuid },
      data: { ...words, version: version + 1, updatedAt: deps.now() },
    });
    await keepVersion(deps, tx, actor, uuid, version + 1, words);
    const { keyWords, template } = before;
    await trace(tx, actor, "templates.update", uuid, { keyWords, template }, { ...words });
  });
}

/** As `updateTemplate`, for one of the texts that go where no template fits. */
export function updateDefaultText(deps: Deps, actor: Actor, input: UpdateDefaultTextInput): Result {
  const { key, version, template } = input;
  return change(deps, async (tx) => {
    await tx.$queryRaw(Prisma.sql`select key from apps_defaulttext where key = ${key} for update`);
    const before = await tx.defaultText.findUniqueOrThrow({ where: { key } });
    if (before.version !== version) throw await stale(tx, key, { keyWords: [], ...before });
    await tx.defaultText.update({
      where: { key },
      data: { template, version: version + 1, updatedAt: deps.now() },
    });
    await keepVersion(deps, tx, actor, key, version + 1, { keyWords: [], template });
    await trace(tx, actor, "templates.updateDefault", key, { template: before.template }, { template });
  });
}

/** The first template that fits is used, so that the order decides. @throws DomainError CONFLICT when it is not the whole list */
export function reorderTemplates(deps: Deps, actor: Actor, { uuids }: ReorderTemplatesInput): Result {
  return change(deps, async (tx) => {
    const found = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
      select uuid::text from apps_smstemplate order by position, uuid for update`);
    const before = found.map(({ uuid }) => uuid);
    const known = new Set(before);
    if (new Set(uuids).size !== known.size || !uuids.every((uuid) => known.has(uuid)))
      throw new DomainError("CONFLICT", "Templates were added or deleted in the meantime.", {
        field: "uuids",
      });
    await tx.$executeRaw(Prisma.sql`
      update apps_smstemplate t set position = o.at * 10
      from unnest(${uuids}::uuid[]) with ordinality as o(uuid, at) where o.uuid = t.uuid`);
    await trace(tx, actor, "templates.reorder", null, { uuids: before }, { uuids });
  });
}

/** Its versions are kept. @throws DomainError as `updateTemplate` */
export function deleteTemplate(deps: Deps, actor: Actor, { uuid, version }: DeleteTemplateInput): Result {
  return change(deps, async (tx) => {
    const { keyWords, template } = await lockTemplate(deps, tx, uuid, version);
    await tx.smsTemplate.delete({ where: { uuid } });
    await trace(tx, actor, "templates.delete", uuid, { keyWords, template }, {});
  });
}

async function change(deps: Deps, work: (tx: Tx) => Promise<void>): Result {
  await inTransaction(deps.db, work);
  return listTemplates(deps);
}

/** @throws DomainError NOT_FOUND, CONFLICT */
async function lockTemplate(deps: Deps, tx: Tx, uuid: string, version: number) {
  await tx.$queryRaw(Prisma.sql`select uuid from apps_smstemplate where uuid = ${uuid}::uuid for update`);
  const template = await tx.smsTemplate.findUnique({ where: { uuid } });
  if (!template) throw new DomainError("NOT_FOUND", "There is no such template.", { field: "uuid" });
  if (template.version !== version) throw await stale(tx, uuid, template);
  const kept = await tx.templateVersion.count({ where: { templateId: uuid, version } });
  // One that came by SQL has no version yet.
  if (kept === 0) await keepVersion(deps, tx, { id: "sql", label: "unknown" }, uuid, version, template);
  return template;
}

async function stale(
  tx: Tx,
  templateId: string,
  now: Words & { version: number; updatedAt: Date },
): Promise<DomainError> {
  const saved = await tx.templateVersion.findUnique({
    where: { templateId_version: { templateId, version: now.version } },
    select: { actorLabel: true },
  });
  const by = saved?.actorLabel ?? "somebody";
  const details: TemplateVersion = {
    version: now.version,
    keyWords: [...now.keyWords],
    template: now.template,
    at: now.updatedAt,
    by,
  };
  return new DomainError("CONFLICT", `${by} changed this template in the meantime.`, {
    field: "version",
    details,
  });
}

async function keepVersion(
  deps: Deps,
  tx: Tx,
  actor: Pick<Actor, "id" | "label">,
  templateId: string,
  version: number,
  { keyWords, template }: Words,
): Promise<void> {
  await tx.templateVersion.create({
    data: {
      templateId,
      version,
      keyWords: [...keyWords],
      template,
      at: deps.now(),
      actorId: actor.id.slice(0, 64),
      actorLabel: actor.label.slice(0, 255),
    },
    select: { id: true },
  });
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  templateId: string | null,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) {
  return recordAudit(tx, actor, { action, entity: "Template", entityId: templateId, before, after });
}
