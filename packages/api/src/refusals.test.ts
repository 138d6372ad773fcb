import { systemActor } from "@vetsuccess/domain/deps";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "./app-router.ts";
import { errorShape } from "./errors.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const nobody = "00000000-0000-4000-8000-000000000000";
const other = "00000000-0000-4000-8000-000000000001";
const day = "2026-06-10";
type Call = (input: unknown) => Promise<unknown>;

beforeAll(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Bell"], pets: ["Rex"] });
});

/** Calls a procedure by its name and reads the refusal as a client gets it: code, and every field at fault. */
async function refusalOf(name: string, input: unknown) {
  const caller = appRouter.createCaller({
    deps: testSender(database).deps,
    actor: systemActor(nobody),
    origin,
    setSession: () => undefined,
    authenticateAgain: () => Promise.reject(new Error("nothing streams")),
  });
  const [noun = "", verb = ""] = name.split(".");
  const call = (caller as unknown as Record<string, Record<string, Call>>)[noun]?.[verb];
  try {
    await call?.(input);
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const shape = { message: "", code: -32600, data: { code: "BAD_REQUEST", httpStatus: 400 } } as const;
    const { code, field, fields } = errorShape(shape, error, "request-1").data;
    return { code, at: fields?.map(({ path }) => path) ?? (field === undefined ? [] : [field]) };
  }
  return "taken";
}

const long = (length: number) => "a".repeat(length);
const ids = (count: number) => Array.from({ length: count }, (_, at) => `c-${at}`);
const uuids = (count: number) => Array.from({ length: count }, () => nobody);
const outcome = { text: "Will call back", isFinal: false, scope: "PET" };
const question = { text: "When are you open?", isPinned: false };
const template = {
  keyWords: ["vaccine"],
  template: "{your_pets_capitalized}: call us. Reply STOP to opt out.",
};
const view = { name: "Mine", filter: {}, sort: "sentAt", direction: "desc" };
const answer = { practiceId: "p-1", questionId: nobody, version: 0, text: "At eight." };
const user = { email: "new@clinic.example", role: "agent" };

// Each list begins with what is just within the bounds, so that what follows is refused for the bound and nothing else.
describe.each<[string, { fits: unknown[]; refused: [string, unknown, ...string[]][] }]>([
  [
    "clients.search",
    {
      fits: [{ term: "an" }, { term: long(255), limit: 50 }],
      refused: [
        ["one character", { term: " a " }, "term"],
        ["too long a term", { term: long(256) }, "term"],
        ["two lines", { term: "ann\nbell" }, "term"],
        ["no rows", { term: "ann", limit: 0 }, "limit"],
        ["too many rows", { term: "ann", limit: 51 }, "limit"],
        ["half a row", { term: "ann", limit: 1.5 }, "limit"],
      ],
    },
  ],
  [
    "clients.countContacted",
    {
      fits: [{}, { name: "ann", practiceIds: ids(500), sentUntil: new Date(0) }],
      refused: [
        ["a name of two letters", { name: "an" }, "name"],
        ["a day that is none", { sentFrom: "2026-02-30" }, "sentFrom"],
        ["more practices than there are", { practiceIds: ids(501) }, "practiceIds"],
        ["a zone that is none", { timeZone: "Mars/Olympus" }, "timeZone"],
      ],
    },
  ],
  [
    "clients.listContacted",
    {
      fits: [{}, { limit: 100, offset: 1_000_000, name: "ann", practiceIds: ids(500) }],
      refused: [
        ["too many rows", { limit: 101 }, "limit"],
        ["an offset before the first row", { offset: -1 }, "offset"],
        ["an offset that reads on for ever", { offset: 1_000_001 }, "offset"],
        ["a name of two letters", { name: "an" }, "name"],
        ["a day that is none", { sentFrom: "2026-02-30" }, "sentFrom"],
        ["more practices than there are", { practiceIds: ids(501) }, "practiceIds"],
        ["an order that nobody knows", { sort: "password" }, "sort"],
        ["a zone that is none", { timeZone: "Mars/Olympus" }, "timeZone"],
        ["a cursor that is none of ours", { cursor: "abc" }, "cursor"],
      ],
    },
  ],
  [
    "clients.listById",
    {
      fits: [{ clientIds: ids(20) }],
      refused: [
        ["nobody", { clientIds: [] }, "clientIds"],
        ["more than a page", { clientIds: ids(21) }, "clientIds"],
        ["an id that is empty", { clientIds: ["ann", ""] }, "clientIds.1"],
      ],
    },
  ],
  [
    "clients.setFollowed",
    {
      fits: [],
      refused: [
        ["no text", { textIds: [], isFollowed: true }, "textIds"],
        ["too many texts", { textIds: uuids(101), isFollowed: true }, "textIds"],
        ["neither true nor false", { textIds: [nobody] }, "isFollowed"],
        ["a text that is none", { textIds: ["1"], isFollowed: true }, "textIds.0"],
      ],
    },
  ],
  [
    "outcomes.create",
    {
      fits: [{ ...outcome, text: long(255) }],
      refused: [
        ["blanks", { ...outcome, text: "  " }, "text"],
        ["too long a text", { ...outcome, text: long(256) }, "text"],
        ["two lines", { ...outcome, text: "a\nb" }, "text"],
        ["a reach that is none", { ...outcome, scope: "FAMILY" }, "scope"],
        ["everything missing", {}, "text", "isFinal", "scope"],
      ],
    },
  ],
  [
    "questions.create",
    {
      fits: [{ ...question, text: long(255) }],
      refused: [
        ["too long a question", { ...question, text: long(256) }, "text"],
        ["no question", { ...question, text: "" }, "text"],
      ],
    },
  ],
  [
    "questions.ask",
    {
      fits: [{ practiceId: "p-1", text: "Open?" }],
      refused: [
        ["four letters", { practiceId: "p-1", text: "Why?" }, "text"],
        ["too long a question", { practiceId: "p-1", text: long(256) }, "text"],
        ["a practice whose id is too long", { practiceId: long(51), text: "Open?" }, "practiceId"],
      ],
    },
  ],
  [
    "questions.setAnswer",
    {
      fits: [],
      refused: [
        ["no words", { ...answer, text: " " }, "text"],
        ["too many words", { ...answer, text: long(4001) }, "text"],
        ["a version before the first", { ...answer, version: -1 }, "version"],
      ],
    },
  ],
  [
    "templates.create",
    {
      fits: [template],
      refused: [
        ["no key word", { ...template, keyWords: [] }, "keyWords"],
        ["a key word that is empty", { ...template, keyWords: [" "] }, "keyWords.0"],
        ["a key word that is too long", { ...template, keyWords: [long(65)] }, "keyWords.0"],
        ["a variable that nobody fills in", { ...template, template: "{owner} STOP" }, "template"],
        ["a brace that stands alone", { ...template, template: "{ STOP" }, "template"],
        ["no word on how to opt out", { ...template, template: "Call us." }, "template"],
        [
          "format strings and a missing STOP",
          { ...template, template: "${your_pets!r}" },
          "template",
          "template",
        ],
        ["too long a text", { ...template, template: `STOP ${long(1000)}` }, "template"],
      ],
    },
  ],
  [
    "views.create",
    {
      fits: [],
      refused: [
        ["no name", { ...view, name: " " }, "name"],
        ["too long a name", { ...view, name: long(61) }, "name"],
        ["a filter that nobody knows", { ...view, filter: { color: "red" } }, "filter"],
        ["a filter out of its bounds", { ...view, filter: { sentInLastDays: 366 } }, "filter.sentInLastDays"],
      ],
    },
  ],
  [
    "presence.list",
    {
      fits: [{ clientIds: ids(100) }],
      refused: [["too many clients", { clientIds: ids(101) }, "clientIds"]],
    },
  ],
  [
    "users.invite",
    {
      fits: [],
      refused: [
        ["no address", { ...user, email: "new" }, "email"],
        ["a role that is none", { ...user, role: "root" }, "role"],
        ["what one may not set", { ...user, isSuperuser: true }, ""],
      ],
    },
  ],
  [
    "apiKeys.create",
    {
      fits: [],
      refused: [
        ["a key that makes keys", { name: "k", scopes: ["apiKeys.create"], expiresInDays: 1 }, "scopes.0"],
        ["a key for ever", { name: "k", scopes: ["texts.list"], expiresInDays: 367 }, "expiresInDays"],
        ["a key for nothing", { name: "k", scopes: [], expiresInDays: 1 }, "scopes"],
      ],
    },
  ],
  [
    "jobs.pauseQueue",
    {
      fits: [],
      refused: [
        ["a queue that is none", { queue: "fax", detail: "why" }, "queue"],
        ["no reason", { queue: "low", detail: " " }, "detail"],
      ],
    },
  ],
  [
    "outreach.report",
    {
      fits: [{ day, days: 92 }],
      refused: [
        ["more days than are shown", { day, days: 93 }, "days"],
        ["a day that is none", { day: "June 10" }, "day"],
      ],
    },
  ],
  [
    "outreach.listDecisions",
    {
      fits: [{ decidedFrom: day, decidedThrough: day, decision: "NO_PHONE" }],
      refused: [
        ["no last day", { decidedFrom: day }, "decidedThrough"],
        ["a day that is none", { decidedFrom: "June 10", decidedThrough: day }, "decidedFrom"],
        ["a decision that is none", { decidedFrom: day, decidedThrough: day, decision: "MAYBE" }, "decision"],
      ],
    },
  ],
  [
    "texts.list",
    {
      fits: [{ search: long(100) }, { isBooked: true, outcome: long(255) }],
      refused: [
        ["a status that is none", { status: "LOST" }, "status"],
        ["too long a search", { search: long(101) }, "search"],
      ],
    },
  ],
])("%s", (name, { fits, refused }) => {
  test.each(fits)("takes what is within its bounds: %#", async (input) => {
    expect(await refusalOf(name, input)).toBe("taken");
  });

  test.each(refused)("refuses %s, and names the field", async (_what, input, ...at) => {
    expect(await refusalOf(name, input)).toEqual({ code: "INVALID_INPUT", at });
  });
});

test.each<[string, unknown, string, string[]]>([
  ["clients.get", { clientId: "nobody" }, "NOT_FOUND", ["clientId"]],
  ["clients.update", { clientId: "nobody", version: 0 }, "NOT_FOUND", ["clientId"]],
  ["clients.setFollowed", { textIds: [nobody], isFollowed: true }, "NOT_FOUND", ["textIds"]],
  ["presence.enter", { clientId: "nobody", tabId: nobody }, "NOT_FOUND", ["clientId"]],
  ["practices.get", { practiceId: "nobody" }, "NOT_FOUND", ["practiceId"]],
  ["practices.readiness", { practiceId: "nobody" }, "NOT_FOUND", ["practiceId"]],
  ["practices.archive", { practiceId: "nobody" }, "NOT_FOUND", ["practiceId"]],
  ["practices.revertSettings", { practiceId: "p-1", version: 1, changeId: "1" }, "NOT_FOUND", ["changeId"]],
  ["outcomes.update", { uuid: nobody, version: 1, ...outcome }, "NOT_FOUND", ["uuid"]],
  ["outcomes.archive", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["outcomes.restore", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["outcomes.delete", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["outcomes.merge", { uuid: nobody, intoUuid: other }, "NOT_FOUND", ["uuid"]],
  ["outcomes.merge", { uuid: nobody, intoUuid: nobody }, "INVALID_INPUT", ["intoUuid"]],
  ["questions.update", { uuid: nobody, version: 1, ...question }, "NOT_FOUND", ["uuid"]],
  ["questions.delete", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["questions.merge", { uuid: nobody, intoUuid: nobody }, "INVALID_INPUT", ["intoUuid"]],
  ["questions.reorder", { uuids: [nobody] }, "CONFLICT", ["uuids"]],
  ["questions.setAnswer", answer, "NOT_FOUND", []],
  ["questions.answerAsked", { askedId: nobody, question: "Open?", text: "Yes." }, "NOT_FOUND", ["askedId"]],
  ["questions.dismissAsked", { askedId: nobody }, "NOT_FOUND", ["askedId"]],
  ["templates.update", { uuid: nobody, version: 1, ...template }, "NOT_FOUND", ["uuid"]],
  ["templates.delete", { uuid: nobody, version: 1 }, "NOT_FOUND", ["uuid"]],
  ["templates.reorder", { uuids: [nobody] }, "CONFLICT", ["uuids"]],
  ["views.update", { uuid: nobody, name: "Mine" }, "NOT_FOUND", ["uuid"]],
  ["views.delete", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["views.share", { uuid: nobody, isShared: true }, "NOT_FOUND", ["uuid"]],
  ["texts.get", { uuid: nobody }, "NOT_FOUND", ["uuid"]],
  ["outreach.preview", { practiceId: "nobody", day }, "NOT_FOUND", ["practiceId"]],
  ["outreach.plan", { practiceId: "nobody", day }, "NOT_FOUND", ["practiceId"]],
  ["jobs.get", { jobId: "999" }, "NOT_FOUND", ["jobId"]],
  ["jobs.retry", { jobId: "999" }, "NOT_FOUND", ["jobId"]],
  ["jobs.runSchedule", { name: "texts.burn" }, "NOT_FOUND", ["name"]],
  ["users.update", { userId: nobody, firstName: "Ann" }, "NOT_FOUND", []],
])("%s %j is %s", async (name, input, code, at) => {
  expect(await refusalOf(name, input)).toEqual({ code, at });
});
