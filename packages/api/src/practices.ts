import {
  ListSettingsHistoryInput,
  PracticeDetail,
  PracticeIdInput,
  PracticeList,
  PracticePage,
  Readiness,
  RevertSettingsInput,
  SearchPracticesInput,
  SettingsHistoryPage,
  UpdatePracticeSettingsInput,
} from "@vetsuccess/contract/practices";
import {
  archivePractice,
  restorePractice,
  revertSettings,
  updateSettings,
} from "@vetsuccess/domain/practices/commands";
import { getPractice } from "@vetsuccess/domain/practices/queries/get-practice";
import { listPractices } from "@vetsuccess/domain/practices/queries/list-practices";
import { listSettingsHistory } from "@vetsuccess/domain/practices/queries/list-settings-history";
import { getReadiness } from "@vetsuccess/domain/practices/queries/readiness";
import { searchPractices } from "@vetsuccess/domain/practices/queries/search-practices";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** The practices that are served. */
export const practicesRouter = router({
  list: procedure
    .input(z.void())
    .output(PracticeList)
    .query(({ ctx }) => listPractices(ctx.deps, ctx.actor)),

  search: procedure
    .input(SearchPracticesInput)
    .output(PracticePage)
    .query(({ ctx, input }) => searchPractices(ctx.deps, ctx.actor, input)),

  get: procedure
    .input(PracticeIdInput)
    .output(PracticeDetail)
    .query(({ ctx, input }) => getPractice(ctx.deps, ctx.actor, input)),

  readiness: procedure
    .input(PracticeIdInput)
    .output(Readiness)
    .query(({ ctx, input }) => getReadiness(ctx.deps, ctx.actor, input)),

  listSettingsHistory: procedure
    .input(ListSettingsHistoryInput)
    .output(SettingsHistoryPage)
    .query(({ ctx, input }) => listSettingsHistory(ctx.deps, ctx.actor, input)),

  updateSettings: procedure
    .input(UpdatePracticeSettingsInput)
    .output(PracticeDetail)
    .mutation(({ ctx, input }) => updateSettings(ctx.deps, ctx.actor, input)),

  revertSettings: procedure
    .input(RevertSettingsInput)
    .output(PracticeDetail)
    .mutation(({ ctx, input }) => revertSettings(ctx.deps, ctx.actor, input)),

  archive: procedure
    .input(PracticeIdInput)
    .output(PracticeDetail)
    .mutation(({ ctx, input }) => archivePractice(ctx.deps, ctx.actor, input)),

  restore: procedure
    .input(PracticeIdInput)
    .output(PracticeDetail)
    .mutation(({ ctx, input }) => restorePractice(ctx.deps, ctx.actor, input)),
});
