import { goodPassword, minutes, origin, useIdentity } from "@vetsuccess/testing/identity";
import { beforeEach, describe, expect, test } from "vitest";
import { type Actor, systemActor } from "../deps.ts";
import {
  acceptInvitation,
  changePassword,
  requestPasswordReset,
  resetPassword,
} from "./commands/change-password.ts";
import { authenticate } from "./commands/authenticate.ts";
import { passwordHasher } from "./commands/hash-password.ts";
import { issueTokens } from "./commands/issue-tokens.ts";
import { inviteAgain, inviteUser } from "./commands/manage-users.ts";
import { signIn } from "./commands/sign-in.ts";
import type { Mail, MailAnswer } from "../mails/ports.ts";
import { handleMailUserLink } from "./handlers.ts";
import { getUser } from "./queries/list-users.ts";
import { createSession, validateSession } from "./sessions.ts";

const { database, deps, addUser, openConnections, pass } = useIdentity(passwordHasher);
const system = systemActor("test");
const newPassword = "canyon plum otter";

beforeEach(async () => {
  await database.db.signInThrottle.deleteMany({});
});

const signInAs = (email: string, password: string) => signIn(deps, { email, password }, origin);

/** Runs the waiting mail jobs, as a worker does. */
async function mails(): Promise<Mail[]> {
  const sent: Mail[] = [];
  const mailing = {
    db: database.db,
    now: deps.now,
    log: deps.log,
    settings: deps.settings,
    identity: deps.identity,
    mailer: {
      send: (mail: Mail): Promise<MailAnswer> => {
        sent.push(mail);
        return Promise.resolve({ result: "ACCEPTED", httpStatus: 202, providerId: null });
      },
    },
  };
  const jobs = await database.db.$queryRaw<{ payload: { linkId: string } }[]>`
    delete from graphile_worker._private_jobs returning payload`;
  for (const { payload } of jobs) await handleMailUserLink(mailing, payload);
  return sent;
}
const tokenIn = (mail: Mail | undefined) => /#([\w-]{43})$/m.exec(mail?.text ?? "")?.[1] ?? "";

async function invited(given: Partial<Parameters<typeof inviteUser>[2]> = {}) {
  const email = `new${Math.floor(performance.now() * 1000)}@clinic.example`;
  const input = {
    email,
    firstName: "Ada",
    lastName: "",
    role: "agent" as const,
    practiceIds: null,
    ...given,
  };
  const id = await inviteUser(deps, system, input);
  return { id, email: input.email };
}

describe("an invitation", () => {
  test("is mailed with a link that sets the first password, once", async () => {
    const { id, email } = await invited();
    const [mail] = await mails();
    expect(mail).toMatchObject({ to: email, subject: "Your VetSuccess account" });
    expect(mail?.text).toContain("https://vetsuccess.example/accept-invitation#");
    await expect(signInAs(email, "!")).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await acceptInvitation(deps, { token: tokenIn(mail), password: newPassword }, origin);
    expect(await signInAs(email, newPassword)).toMatchObject({ step: "SIGNED_IN" });
    expect(await getUser(deps, { userId: id })).toMatchObject({ isInvited: false });
    const again = acceptInvitation(deps, { token: tokenIn(mail), password: goodPassword }, origin);
    await expect(again).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is good for seven days from the mail on", async () => {
    await invited();
    pass(minutes(60));
    const [mail] = await mails();
    pass(minutes(7 * 24 * 60) - 1);
    const input = { token: tokenIn(mail), password: "password1234" };
    await expect(acceptInvitation(deps, input, origin)).rejects.toMatchObject({ field: "password" });
    pass(1);
    await expect(acceptInvitation(deps, { ...input, password: newPassword }, origin)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("followed twice at once sets one password", async () => {
    await invited();
    const [mail] = await mails();
    const follow = () => acceptInvitation(deps, { token: tokenIn(mail), password: newPassword }, origin);
    await openConnections();
    const results = await Promise.allSettled([follow(), follow(), follow()]);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBe(1);
  });

  test("sent again makes the former link dead; an accepted one is not sent again", async () => {
    const { id } = await invited();
    const [first] = await mails();
    await inviteAgain(deps, system, { userId: id });
    const [second] = await mails();
    const input = { token: tokenIn(first), password: newPassword };
    await expect(acceptInvitation(deps, input, origin)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await acceptInvitation(deps, { ...input, token: tokenIn(second) }, origin);
    await expect(inviteAgain(deps, system, { userId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("leaves its secret neither in the queue nor in a table", async () => {
    await invited();
    const queue = await database.db.$queryRaw<
      object[]
    >`select payload::text, key from graphile_worker._private_jobs`;
    const [mail] = await mails();
    const links = await database.db.userLink.findMany();
    expect(tokenIn(mail)).toHaveLength(43);
    expect(JSON.stringify([queue, links])).not.toContain(tokenIn(mail));
  });

  test("to an address that is taken, in whatever case, is refused", async () => {
    const { email } = await addUser();
    await expect(invited({ email: email.toUpperCase() })).rejects.toMatchObject({
      code: "CONFLICT",
      field: "email",
    });
  });

  test("keeps a name from becoming part of the page", async () => {
    await invited({ firstName: "<img src=x>" });
    const [mail] = await mails();
    expect(mail?.html).not.toContain("<img");
  });
});

describe("a password reset", () => {
  async function resetMail(email: string): Promise<Mail | undefined> {
    await requestPasswordReset(deps, { email }, origin);
    return (await mails())[0];
  }

  test("by its link ends every session and token, and the wait at sign-in", async () => {
    const user = await addUser();
    const sessionId = await createSession(database.db, deps.now(), user.id, origin);
    const { access } = await issueTokens(deps, { email: user.email, password: goodPassword }, origin);
    for (let count = 0; count < 6; count += 1) await signInAs(user.email, "wrong").catch(() => undefined);
    const mail = await resetMail(user.email);
    expect(mail?.text).toContain("/reset-password#");
    await resetPassword(deps, { token: tokenIn(mail), password: newPassword }, origin);
    expect(await validateSession(deps, sessionId)).toBeNull();
    await expect(authenticate(deps, { kind: "token", token: access }, origin)).rejects.toMatchObject({
      code: "NOT_SIGNED_IN",
    });
    await expect(signInAs(user.email, goodPassword)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    expect(await signInAs(user.email, newPassword)).toMatchObject({ step: "SIGNED_IN" });
  });

  test("is good for 30 minutes, once, and kills the links before it", async () => {
    const { email } = await addUser();
    const [first, second, third] = [await resetMail(email), await resetMail(email), await resetMail(email)];
    const follow = (mail: Mail | undefined, password = newPassword) =>
      resetPassword(deps, { token: tokenIn(mail), password }, origin);
    await follow(second);
    for (const mail of [first, second, third])
      await expect(follow(mail)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await database.db.signInThrottle.deleteMany({});
    const late = await resetMail(email);
    pass(minutes(30));
    await expect(follow(late)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("mails nobody who is unknown or disabled, nor one disabled in between", async () => {
    const disabled = await addUser({ isActive: false });
    const { id, email } = await addUser();
    await requestPasswordReset(deps, { email }, origin);
    await requestPasswordReset(deps, { email: disabled.email }, origin);
    await requestPasswordReset(deps, { email: "nobody@clinic.example" }, origin);
    await database.db.user.update({ where: { uuid: id }, data: { isActive: false } });
    expect(await mails()).toEqual([]);
  });

  test("is no invitation: its link does not work there", async () => {
    const { email } = await addUser();
    const input = { token: tokenIn(await resetMail(email)), password: newPassword };
    await expect(acceptInvitation(deps, input, origin)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("changing the own password", () => {
  const actorFor = async () => {
    const user = await addUser();
    return { ...system, id: user.id, label: user.email } satisfies Actor;
  };

  test("needs the current one, and counts as a try", async () => {
    const actor = await actorFor();
    const change = (currentPassword: string) => changePassword(deps, actor, { currentPassword, newPassword });
    for (let count = 0; count < 6; count += 1)
      await expect(change("wrong")).rejects.toMatchObject({ field: "currentPassword" });
    await expect(change(goodPassword)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });

  test("refuses one that is easy to guess", async () => {
    const input = { currentPassword: goodPassword, newPassword: "qwertyuiop12" };
    await expect(changePassword(deps, await actorFor(), input)).rejects.toMatchObject({
      field: "newPassword",
    });
  });

  test("leaves neither password nor hash in the trail", async () => {
    const actor = await actorFor();
    await changePassword(deps, actor, { currentPassword: goodPassword, newPassword });
    const [event] = await database.db.auditEvent.findMany({ where: { actorId: actor.id } });
    expect(event).toMatchObject({ action: "account.changePassword", changes: {} });
  });
});
