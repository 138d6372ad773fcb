import {
  CreateTemplateInput,
  DeleteTemplateInput,
  ListTemplateVersionsInput,
  MatchTemplateInput,
  PreviewTemplateInput,
  ReorderTemplatesInput,
  TemplateList,
  TemplateMatch,
  TemplatePreview,
  TemplateVersionList,
  UpdateDefaultTextInput,
  UpdateTemplateInput,
} from "@vetsuccess/contract/templates";
import {
  createTemplate,
  deleteTemplate,
  reorderTemplates,
  updateDefaultText,
  updateTemplate,
} from "@vetsuccess/domain/templates/commands";
import { listTemplates, listTemplateVersions } from "@vetsuccess/domain/templates/queries/list-templates";
import { matchTemplate, previewTemplate } from "@vetsuccess/domain/templates/queries/try-template";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What texts say. */
export const templatesRouter = router({
  list: procedure
    .input(z.void())
    .output(TemplateList)
    .query(({ ctx }) => listTemplates(ctx.deps)),

  listVersions: procedure
    .input(ListTemplateVersionsInput)
    .output(TemplateVersionList)
    .query(({ ctx, input }) => listTemplateVersions(ctx.deps, input)),

  preview: procedure
    .input(PreviewTemplateInput)
    .output(TemplatePreview)
    .query(({ ctx, input }) => previewTemplate(ctx.deps, ctx.actor, input)),

  match: procedure
    .input(MatchTemplateInput)
    .output(TemplateMatch)
    .query(({ ctx, input }) => matchTemplate(ctx.deps, ctx.actor, input)),

  create: procedure
    .input(CreateTemplateInput)
    .output(TemplateList)
    .mutation(({ ctx, input }) => createTemplate(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateTemplateInput)
    .output(TemplateList)
    .mutation(({ ctx, input }) => updateTemplate(ctx.deps, ctx.actor, input)),

  updateDefault: procedure
    .input(UpdateDefaultTextInput)
    .output(TemplateList)
    .mutation(({ ctx, input }) => updateDefaultText(ctx.deps, ctx.actor, input)),

  reorder: procedure
    .input(ReorderTemplatesInput)
    .output(TemplateList)
    .mutation(({ ctx, input }) => reorderTemplates(ctx.deps, ctx.actor, input)),

  delete: procedure
    .input(DeleteTemplateInput)
    .output(TemplateList)
    .mutation(({ ctx, input }) => deleteTemplate(ctx.deps, ctx.actor, input)),
});
