import { DomainError } from "@vetsuccess/contract/errors";
import { actions, openActions, type Action } from "@vetsuccess/contract/identity";
import { systemActor, type Actor } from "@vetsuccess/domain/deps";
import { can } from "@vetsuccess/domain/identity/rules";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin, signInAs } from "@vetsuccess/testing/identity";
import { elevenInNewYork, testSender } from "@vetsuccess/testing/sending";
import { addPracticeOf, idOf, row } from "@vetsuccess/testing/two-practices";
import { beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "./app-router.ts";

// Somebody who is limited to the practice "mine", and rows of the practice "theirs": what each procedure makes of them.

const database = useTestDatabase();
const day = elevenInNewYork.toISOString().slice(0, 10);
const hidden = (at: number) => idOf(at, "theirs");
let jobOfTheirs = "";
let manager: Actor;

beforeAll(async () => {
  const { deps } = testSender(database);
  await database.pool.query("insert into apps_question (uuid, text) values ($1, 'Parking?')", [
    idOf(row.question, "mine"),
  ]);
  for (const owner of ["mine", "theirs"] as const) await addPracticeOf(database, owner);
  const { rows } = await database.pool.query<{ id: string }>(
    "select id::text from graphile_worker.jobs where key = 'plan:theirs'",
  );
  jobOfTheirs = rows[0]?.id ?? "";
  const { id, email } = await signInAs(deps, "manager", { practiceIds: ["mine"] });
  manager = { ...systemActor(id), id, label: email, role: "manager", practiceIds: ["mine"] };
});

/** What a procedure must make of such a call. */
type Entry =
  | { is: "refused"; input: unknown; code: "NOT_FOUND" | "NOT_ALLOWED" }
  /** The answer names nothing of theirs, and something of mine where `mine` is so. */
  | { is: "absent"; input: unknown; mine: boolean }
  | { is: "no practice's"; why: string };
const notFound = (input: unknown): Entry => ({ is: "refused", input, code: "NOT_FOUND" });
const notAllowed = (input: unknown): Entry => ({ is: "refused", input, code: "NOT_ALLOWED" });
const lists = (input: unknown): Entry => ({ is: "absent", input, mine: true });
const nothing = (input: unknown): Entry => ({ is: "absent", input, mine: false });
const none = (why: string): Entry => ({ is: "no practice's", why });
const ofPractice = { practiceId: "theirs" };
const shared = none("words that all practices share");
const own = none("the caller's own");

/** What admins alone may do, whom nobody can limit to practices, needs no entry; everything else does. */
const table: Partial<Record<Action, () => Entry>> = {
  "outreach.summary": () => lists({ day }),
  "outreach.report": () => lists({ day }),
  "outreach.listDecisions": () => lists({ decidedFrom: day, decidedThrough: day }),
  "outreach.preview": () => notFound({ ...ofPractice, day }),
  "outreach.plan": () => notFound({ ...ofPractice, day }),
  "outreach.previewBatch": () => notFound({ ...ofPractice, day }),
  "outreach.listBatchRows": () => notFound({ ...ofPractice, day }),
  "outreach.decideBatch": () => notFound({ ...ofPractice, day, decision: "HELD" }),
  "texts.list": () => lists({}),
  "texts.get": () => notFound({ uuid: hidden(row.text) }),
  "texts.decide": () => notFound({ uuid: hidden(row.text), decision: "NOT_SENT", reason: "they say so" }),
  "texts.deliverNow": () => notFound(ofPractice),
  "system.state": () => lists({}),
  "sending.state": () => none("the sending line, which has no practice"),
  "sending.pause": () => notAllowed({ detail: "lunch" }),
  "sending.resume": () => notAllowed({}),
  "clients.search": () => lists({ term: "Owner" }),
  "clients.get": () => notFound({ clientId: "client-theirs" }),
  "clients.update": () => notFound({ clientId: "client-theirs", version: 0, firstName: "Ida" }),
  "clients.listContacted": () => lists({}),
  "clients.setFollowed": () => notFound({ textIds: [hidden(row.text)], isFollowed: true }),
  "clients.countContacted": () => nothing({ practiceIds: ["theirs"] }),
  "clients.countNewContacted": () => nothing({ since: new Date(`${day}T00:00:00Z`) }),
  "clients.listById": () => lists({ clientIds: ["client-mine", "client-theirs"] }),
  "practices.list": () => lists(undefined),
  "practices.search": () => lists({}),
  "practices.get": () => notFound(ofPractice),
  "practices.readiness": () => notFound(ofPractice),
  "practices.listSettingsHistory": () => notFound(ofPractice),
  "presence.list": () => nothing({ clientIds: ["client-theirs"] }),
  "presence.enter": () => notFound({ clientId: "client-theirs", tabId: idOf(row.ownTab, "mine") }),
  "presence.take": () => notFound({ clientId: "client-theirs", tabId: idOf(row.ownTab, "mine") }),
  "presence.leave": () => nothing({ tabId: hidden(row.tab) }),
  "presence.release": () => nothing({ tabId: hidden(row.tab) }),
  "views.count": () => nothing({ uuids: [hidden(row.view)] }),
  "views.list": () => none("filters; what they show is limited where it is read"),
  "views.create": () => own,
  "views.update": () => none("filters; shared ones are for all who lead"),
  "views.share": () => none("filters; shared ones are for all who lead"),
  "views.delete": () => none("filters; shared ones are for all who lead"),
  "views.restore": () => none("filters; shared ones are for all who lead"),
  "outcomes.list": () => shared,
  "outcomes.listMostUsed": () => shared,
  "outcomes.listAll": () => shared,
  "questions.list": () => shared,
  "questions.listPinned": () => own,
  "questions.pin": () => own,
  "questions.listAnswers": () => notFound(ofPractice),
  "questions.listWaiting": () => notFound(ofPractice),
  "questions.ask": () => notFound({ ...ofPractice, text: "Is there parking?" }),
  "questions.faq": () => notFound(ofPractice),
  "questions.setAnswer": () =>
    notFound({ ...ofPractice, questionId: idOf(row.question, "mine"), version: 1, text: "no" }),
  "questions.removeAnswer": () =>
    notFound({ ...ofPractice, questionId: idOf(row.question, "mine"), version: 1 }),
  "questions.answerAsked": () => notFound({ askedId: hidden(row.asked), question: "Parking?", text: "no" }),
  "questions.dismissAsked": () => notFound({ askedId: hidden(row.asked) }),
  "templates.list": () => shared,
  "templates.listVersions": () => shared,
  "templates.preview": () => nothing({ template: "{practice_name}", ...ofPractice }),
  "templates.match": () => nothing({ description: "rabies" }),
  "users.list": () => none("people"),
  "users.get": () => none("people"),
  "jobs.list": () => lists({}),
  "jobs.get": () => notFound({ jobId: jobOfTheirs }),
  "jobs.queues": () => none("numbers of the machinery"),
  "jobs.schedules": () => none("numbers of the machinery"),
  "jobs.stats": () => none("numbers of the machinery"),
  "emailUpdates.list": () => lists({ day }),
  "emailUpdates.get": () => notFound({ uuid: hidden(row.mail) }),
  "emailUpdates.preview": () => lists({ day }),
  "emailUpdates.previewWorkbook": () => notFound({ ...ofPractice, day }),
  "emailUpdates.run": () => nothing({ day }),
  "emailUpdates.sendAgain": () => notFound({ uuid: hidden(row.mail), reason: "they ask for it" }),
  "alerts.list": () => lists({}),
  "alerts.settle": () => notFound({ uuid: hidden(row.alert) }),
  "live.changes": () => none("ids; see live.test.ts of the server"),
};

function call(name: string, input: unknown, actor = manager): Promise<unknown> {
  const caller = appRouter.createCaller({
    deps: testSender(database, undefined, { settings: { isSandbox: true } }).deps,
    actor,
    origin,
    setSession: () => undefined,
    authenticateAgain: () => Promise.resolve(actor),
  });
  const [noun = "", verb = ""] = name.split(".");
  const nouns = caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  return nouns[noun]?.[verb]?.(input) ?? Promise.reject(new Error(`there is no ${name}`));
}

/** How the call of an entry ends. */
async function endOf(name: string, entry: Entry): Promise<unknown> {
  if (entry.is === "no practice's") return entry.why;
  try {
    const answer = JSON.stringify((await call(name, entry.input)) ?? null);
    return { isHidden: !/Hidden|"theirs/.test(answer), isMineThere: answer.includes("Open") };
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof DomainError) return cause.code;
    throw error;
  }
}

function wantedOf(entry: Entry | undefined): unknown {
  if (entry?.is === "refused") return entry.code;
  if (entry?.is === "absent") return { isHidden: true, isMineThere: entry.mine };
  return entry ? entry.why : "an entry in the table";
}

/** Every row that names theirs, in any table, and every job. */
async function rowsOfTheirs(): Promise<unknown[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename like 'apps\\_%' and tablename <> 'apps_auditevent'",
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as of, to_jsonb(t)::text as row from ${name} t where to_jsonb(t)::text ~ 'theirs|Hidden'`,
  );
  each.push("select 'job', payload::text from graphile_worker._private_jobs where payload::text ~ 'theirs'");
  const { rows } = await database.pool.query<object>(`${each.join(" union all ")} order by 1, 2`);
  return rows;
}

describe("somebody who is limited to one practice", () => {
  const names = Object.keys(appRouter._def.procedures);
  const guarded = names.filter(
    (name): name is Action =>
      actions.some((action) => action === name) &&
      can("manager", name as Action) &&
      !/^(account|apiKeys)\./.test(name),
  );
  test("is looked at by each procedure that is not for admins or about oneself", () => {
    expect(Object.keys(table).toSorted()).toEqual(guarded.toSorted());
    const others = names.filter((name) => !guarded.some((known) => known === name));
    const rest = others.filter(
      (name) =>
        !openActions.some((open) => open === name) &&
        !/^(account|apiKeys)\./.test(name) &&
        can("manager", name as Action),
    );
    expect(rest).toEqual([]);
  });

  test.each(guarded)("%s: another practice's rows are not found, absent, unchanged", async (name) => {
    const entry = table[name]?.();
    const before = await rowsOfTheirs();
    expect(before.length).toBeGreaterThan(15);
    expect(entry && (await endOf(name, entry))).toEqual(wantedOf(entry));
    expect(await rowsOfTheirs()).toEqual(before);
  });

  test("counts what is its own", async () => {
    expect(await call("clients.countNewContacted", { since: new Date(`${day}T00:00:00Z`) })).toMatchObject({
      count: 1,
    });
    expect(await call("clients.countContacted", {})).toEqual({ total: 1 });
    expect(await call("views.count", { uuids: [hidden(row.view)] })).toMatchObject([{ count: 1 }]);
    expect(await call("templates.match", { description: "rabies" })).toMatchObject({ reminders: 1 });
    expect(await call("emailUpdates.run", { day })).toEqual({ practices: 1 });
    expect(await call("texts.deliverNow", {})).toEqual({ texts: 0 });
  });

  test("would see them all without the limit", async () => {
    const all = { ...manager, practiceIds: null };
    const blind = [];
    for (const name of guarded) {
      const entry = table[name]?.();
      if (entry?.is !== "absent" || !entry.mine) continue;
      if (!JSON.stringify(await call(name, entry.input, all)).includes("Hidden")) blind.push(name);
    }
    expect(blind).toEqual([]);
  });
});
