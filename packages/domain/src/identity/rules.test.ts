import { actions, contextWords, roles, type Action, type Role } from "@vetsuccess/contract/identity";
import { describe, expect, test } from "vitest";
import { type Actor, systemActor } from "../deps.ts";
import {
  addressBucket,
  can,
  countTry,
  isInScope,
  permissionOf,
  practiceScope,
  readAuthorization,
  requireInScope,
  type Tries,
} from "./rules.ts";

const actor = (given: Partial<Actor>): Actor => ({ ...systemActor("somebody"), ...given });

describe("permissions", () => {
  const allowed = (role: Role) => actions.filter((action) => can(role, action));
  const own = actions.filter((action) => /^(account|apiKeys)\./.test(action));

  /** What each role may do besides what the role below it may: written down a second time, so that no right is given by mistake. */
  const added: Record<Role, readonly Action[]> = {
    // Reads what agents work with; writes nothing but what is its own: account, keys, saved views, pins, where it is.
    viewer: [
      "account.changePassword",
      "account.confirmSecondFactor",
      "account.endOtherSessions",
      "account.endSession",
      "account.get",
      "account.listSessions",
      "account.removeSecondFactor",
      "account.renewRecoveryCodes",
      "account.setUpSecondFactor",
      "account.signOut",
      "account.update",
      "alerts.list",
      "apiDocument.read",
      "apiKeys.create",
      "apiKeys.list",
      "apiKeys.revoke",
      "clients.countContacted",
      "clients.countNewContacted",
      "clients.get",
      "clients.listById",
      "clients.listContacted",
      "clients.search",
      "emailUpdates.get",
      "emailUpdates.list",
      "emailUpdates.preview",
      "live.changes",
      "outcomes.list",
      "outcomes.listMostUsed",
      "outreach.preview",
      "outreach.summary",
      "practices.list",
      "presence.enter",
      "presence.leave",
      "presence.list",
      "questions.listAnswers",
      "questions.listPinned",
      "questions.listWaiting",
      "questions.pin",
      "sending.state",
      "texts.get",
      "texts.list",
      "views.count",
      "views.create",
      "views.delete",
      "views.list",
      "views.restore",
      "views.update",
    ],
    // Works clients.
    agent: [
      "clients.setFollowed",
      "clients.update",
      "emailUpdates.download",
      "emailUpdates.previewWorkbook",
      "presence.release",
      "presence.take",
      "questions.ask",
      "views.share",
    ],
    // Leads the desk and the outreach, answers questions, reads how things are set and run.
    manager: [
      "alerts.settle",
      "clients.export",
      "emailUpdates.run",
      "emailUpdates.sendAgain",
      "jobs.get",
      "jobs.list",
      "jobs.queues",
      "jobs.schedules",
      "jobs.stats",
      "outcomes.listAll",
      "outreach.decideBatch",
      "outreach.listBatchRows",
      "outreach.listDecisions",
      "outreach.plan",
      "outreach.previewBatch",
      "outreach.report",
      "practices.get",
      "practices.listSettingsHistory",
      "practices.readiness",
      "practices.search",
      "questions.answerAsked",
      "questions.dismissAsked",
      "questions.faq",
      "questions.list",
      "questions.removeAnswer",
      "questions.setAnswer",
      "sending.pause",
      "sending.resume",
      "system.state",
      "templates.list",
      "templates.listVersions",
      "templates.match",
      "templates.preview",
      "texts.decide",
      "texts.deliverNow",
      "users.get",
      "users.list",
      "views.changeShared",
    ],
    // Changes people, practices, settings, words and jobs, and reads the trail.
    admin: [
      "audit.export",
      "audit.list",
      "emailUpdates.trigger",
      "jobs.cancel",
      "jobs.pauseQueue",
      "jobs.resumeQueue",
      "jobs.retry",
      "jobs.runNow",
      "jobs.runSchedule",
      "jobs.switchSchedule",
      "outcomes.archive",
      "outcomes.create",
      "outcomes.delete",
      "outcomes.merge",
      "outcomes.restore",
      "outcomes.update",
      "outreach.trigger",
      "practices.archive",
      "practices.restore",
      "practices.revertSettings",
      "practices.updateSettings",
      "questions.create",
      "questions.delete",
      "questions.merge",
      "questions.reorder",
      "questions.update",
      "templates.create",
      "templates.delete",
      "templates.reorder",
      "templates.update",
      "templates.updateDefault",
      "users.delete",
      "users.endSessions",
      "users.invite",
      "users.inviteAgain",
      "users.listSessions",
      "users.resetSecondFactor",
      "users.update",
    ],
  };

  test.each<[Role, readonly Role[]]>([
    ["viewer", ["viewer"]],
    ["agent", ["viewer", "agent"]],
    ["manager", ["viewer", "agent", "manager"]],
    ["admin", ["viewer", "agent", "manager", "admin"]],
  ])("%s may do exactly this", (role, among) => {
    expect(allowed(role).toSorted()).toEqual(among.flatMap((each) => added[each]).toSorted());
  });

  test("every role may look after its own account", () => {
    for (const role of roles) for (const action of own) expect(can(role, action)).toBe(true);
  });

  test("a refusal says who may", () => {
    expect(permissionOf(actor({ role: "agent" }), "sending.pause")).toEqual({
      isAllowed: false,
      reason: "Only administrators and managers may do this.",
    });
    expect(permissionOf(actor({ role: "viewer" }), "clients.update")).toMatchObject({
      reason: "Only administrators, managers, and agents may do this.",
    });
  });

  test("an API key may do no more than its scopes, whatever its owner's role", () => {
    const key = actor({ scopes: ["texts.list"] });
    expect(permissionOf(key, "texts.list").isAllowed).toBe(true);
    expect(permissionOf(key, "texts.get")).toEqual({
      isAllowed: false,
      reason: "This API key may not do this.",
    });
    expect(
      permissionOf(actor({ role: "viewer", scopes: ["sending.pause"] }), "sending.pause").isAllowed,
    ).toBe(false);
  });

  test("who must set up a second factor may use the account and nothing else", () => {
    const half = actor({ mustSetUpSecondFactor: true });
    expect(actions.filter((action) => permissionOf(half, action).isAllowed)).toEqual(
      actions.filter((action) => action.startsWith("account.")),
    );
  });
});

describe("practices", () => {
  test("without a limit everything is seen, with one only what it names", () => {
    expect(practiceScope(actor({ practiceIds: null }))).toBeUndefined();
    expect(practiceScope(actor({ practiceIds: ["p-1"] }))).toEqual({ in: ["p-1"] });
    expect(isInScope(actor({ practiceIds: null }), null)).toBe(true);
    expect(isInScope(actor({ practiceIds: ["p-1"] }), null)).toBe(false);
  });

  test("another practice looks as if it did not exist", () => {
    const limited = actor({ practiceIds: ["p-1"] });
    expect(() => requireInScope(limited, "p-1")).not.toThrow();
    expect(() => requireInScope(limited, "p-2")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("tries", () => {
  const start = new Date("2026-11-24T15:00:00Z");
  /** Tries as soon as each wait is over; returns the waits in seconds. */
  function waits(kind: Parameters<typeof countTry>[0], count: number): number[] {
    let state: Tries | null = null;
    let now = start;
    return Array.from({ length: count }, () => {
      const { after } = countTry(kind, state, now);
      if (!after) throw new Error("refused at the end of its wait");
      const wait = after.blockedUntil.getTime() - now.getTime();
      state = after;
      now = after.blockedUntil;
      return wait / 1000;
    });
  }

  test("five are free, then each wait is twice the one before, never more than 15 minutes", () => {
    expect(waits("account", 18)).toEqual([
      0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900,
    ]);
  });

  test("an office behind one address has thirty", () => {
    expect(waits("address", 32).slice(28)).toEqual([0, 0, 1, 2]);
  });

  test("a try inside the wait is refused and changes nothing", () => {
    const state = { tries: 9, lastTryAt: start, blockedUntil: new Date(start.getTime() + 8000) };
    expect(countTry("account", state, new Date(start.getTime() + 3000))).toEqual({
      waitMs: 5000,
      after: null,
    });
  });

  test("a day later all is forgotten", () => {
    const state = { tries: 99, lastTryAt: start, blockedUntil: start };
    expect(countTry("account", state, new Date("2026-11-25T15:00:01Z")).after?.tries).toBe(1);
  });
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("the address %s is counted as %s", (address, bucket) => {
  expect(addressBucket(address)).toBe(bucket);
});

test.each([
  ["Bearer abc.def.ghi", { kind: "token", token: "abc.def.ghi" }],
  ["JWT abc.def.ghi", { kind: "token", token: "abc.def.ghi" }],
  ["Bearer vsk_0123456789_x", { kind: "apiKey", key: "vsk_0123456789_x" }],
  ["Basic abc", null],
  ["Bearer", null],
  ["Bearer a b", null],
  [`Bearer ${"a".repeat(5000)}`, null],
])("the header %.30s is understood", (header, credentials) => {
  expect(readAuthorization(header)).toEqual(credentials);
});

test("words of a user are those of four letters and more", () => {
  const words = contextWords({
    email: "Ann.Miller@paws.example",
    firstName: "Ann",
    lastName: "Miller-Smith",
  });
  expect(words.toSorted()).toEqual(["example", "miller", "paws", "smith", "vetsuccess"]);
});
