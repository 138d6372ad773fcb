import { z } from "zod";
import { PracticeId } from "./outreach.ts";
import { pageOf, PageInput } from "./page.ts";

/** What a person is, from most to least. */
export const roles = ["admin", "manager", "agent", "viewer"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** Everything that can be done, named like the procedures. Who may do it stands in domain/identity/rules.ts. */
export const actions = [
  "outreach.summary",
  "outreach.preview",
  "outreach.plan",
  "outreach.previewBatch",
  "outreach.listBatchRows",
  "outreach.decideBatch",
  "outreach.trigger",
  "texts.list",
  "texts.get",
  "texts.decide",
  "texts.deliverNow",
  "outreach.report",
  "outreach.listDecisions",
  "system.state",
  "sending.state",
  "sending.pause",
  "sending.resume",
  "clients.search",
  "clients.get",
  "clients.update",
  "clients.listContacted",
  "clients.setFollowed",
  "clients.countContacted",
  "clients.countNewContacted",
  "clients.listById",
  "clients.export",
  "practices.list",
  "presence.list",
  "presence.enter",
  "presence.leave",
  "presence.take",
  "presence.release",
  "practices.search",
  "practices.get",
  "practices.readiness",
  "practices.listSettingsHistory",
  "practices.updateSettings",
  "practices.revertSettings",
  "practices.archive",
  "practices.restore",
  "views.list",
  "views.count",
  "views.create",
  "views.update",
  "views.share",
  "views.delete",
  "views.restore",
  "views.changeShared",
  "outcomes.list",
  "outcomes.listMostUsed",
  "outcomes.listAll",
  "outcomes.create",
  "outcomes.update",
  "outcomes.merge",
  "outcomes.archive",
  "outcomes.restore",
  "outcomes.delete",
  "questions.listAnswers",
  "questions.listWaiting",
  "questions.ask",
  "questions.listPinned",
  "questions.pin",
  "live.changes",
  "questions.list",
  "questions.create",
  "questions.update",
  "questions.reorder",
  "questions.merge",
  "questions.delete",
  "questions.faq",
  "questions.setAnswer",
  "questions.removeAnswer",
  "questions.answerAsked",
  "questions.dismissAsked",
  "templates.list",
  "templates.listVersions",
  "templates.preview",
  "templates.match",
  "templates.create",
  "templates.update",
  "templates.updateDefault",
  "templates.reorder",
  "templates.delete",
  "users.list",
  "users.get",
  "users.invite",
  "users.inviteAgain",
  "users.update",
  "users.delete",
  "users.listSessions",
  "users.endSessions",
  "users.resetSecondFactor",
  "account.get",
  "account.update",
  "account.changePassword",
  "account.listSessions",
  "account.endSession",
  "account.endOtherSessions",
  "account.setUpSecondFactor",
  "account.confirmSecondFactor",
  "account.renewRecoveryCodes",
  "account.removeSecondFactor",
  "account.signOut",
  "apiKeys.list",
  "apiKeys.create",
  "apiKeys.revoke",
  "jobs.list",
  "jobs.get",
  "jobs.queues",
  "jobs.schedules",
  "jobs.stats",
  "jobs.retry",
  "jobs.runNow",
  "jobs.cancel",
  "jobs.pauseQueue",
  "jobs.resumeQueue",
  "jobs.switchSchedule",
  "jobs.runSchedule",
  "apiDocument.read",
  "audit.list",
  "audit.export",
  "emailUpdates.list",
  "emailUpdates.get",
  "emailUpdates.preview",
  "emailUpdates.previewWorkbook",
  "emailUpdates.download",
  "emailUpdates.run",
  "emailUpdates.trigger",
  "emailUpdates.sendAgain",
  "alerts.list",
  "alerts.settle",
] as const;
export const Action = z.enum(actions);
export type Action = z.infer<typeof Action>;

/** What a stranger may ask for: how one becomes somebody known, and nothing else. A test holds the list to its length. */
export const openActions = [
  "auth.state",
  "auth.signIn",
  "auth.completeSignIn",
  "auth.requestPasswordReset",
  "auth.resetPassword",
  "auth.acceptInvitation",
  "auth.checkLink",
  "auth.issueTokens",
  "auth.refreshTokens",
] as const;
export type OpenAction = (typeof openActions)[number];

/** Compared without case; no spaces, no line breaks. */
export const EmailAddress = z.string().trim().max(254).pipe(z.email());
const PersonName = z
  .string()
  .trim()
  .max(150)
  .regex(/^[^\p{Cc}]*$/u, "must be one line");
/** A password as it is typed at sign-in: old ones may be shorter or longer than a new one may be. */
const TypedPassword = z.string().min(1).max(4096);
/** Spaces count, any character is welcome; common ones are refused by the domain. Lengths in characters. */
export const NewPassword = z
  .string()
  .max(1024)
  .refine((value) => Array.from(value).length >= 12, "must have at least 12 characters")
  .refine((value) => Array.from(value).length <= 256, "must have at most 256 characters");

/** The words a user's password must not contain, in lower case. */
export function contextWords(user: { email: string; firstName: string; lastName: string }): string[] {
  const parts = [user.email, user.firstName, user.lastName]
    .join(" ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return [...new Set(["vetsuccess", ...parts])].filter((word) => word.length >= 4);
}

/** Of a link, a challenge: 256 random bits. */
const SecretToken = z.string().regex(/^[\w-]{43}$/, "is not complete");
/** Six digits of the authenticator, or a recovery code. */
const SecondFactorCode = z.string().trim().min(6).max(40);
/** null: all practices. */
const PracticeLimit = z.array(PracticeId).min(1).max(500).nullable();

export const SignInInput = z.strictObject({ email: EmailAddress, password: TypedPassword });
export type SignInInput = z.infer<typeof SignInInput>;
export const CompleteSignInInput = z.strictObject({ challenge: SecretToken, code: SecondFactorCode });
export type CompleteSignInInput = z.infer<typeof CompleteSignInInput>;
/** SECOND_FACTOR: the password was right; send the challenge back with a code. */
export const SignInStep = z.discriminatedUnion("step", [
  z.object({ step: z.literal("SIGNED_IN") }),
  z.object({ step: z.literal("SECOND_FACTOR"), challenge: z.string() }),
]);

/** What the sign-in page asks before anything else. */
export const AuthState = z.object({
  isSignedIn: z.boolean(),
  /** Nothing but the account can be used until a second factor is set up. */
  mustSetUpSecondFactor: z.boolean(),
  /** Data and providers are made up; the terminal that started it shows accounts to sign in with. */
  isSandbox: z.boolean(),
});
export type AuthState = z.infer<typeof AuthState>;

export const linkKinds = ["INVITATION", "PASSWORD_RESET"] as const;
export const LinkKind = z.enum(linkKinds);
export type LinkKind = z.infer<typeof LinkKind>;
export const CheckLinkInput = z.strictObject({ kind: LinkKind, token: SecretToken });
export type CheckLinkInput = z.infer<typeof CheckLinkInput>;
/** null: the link is unknown, was used or is too old. Whoever has an open link has read the mail to this address. */
export const CheckedLink = z
  .object({ email: z.string(), firstName: z.string(), expiresAt: z.date() })
  .nullable();
export type CheckedLink = z.infer<typeof CheckedLink>;

export const RequestPasswordResetInput = z.strictObject({ email: EmailAddress });
export type RequestPasswordResetInput = z.infer<typeof RequestPasswordResetInput>;
export const FollowLinkInput = z.strictObject({ token: SecretToken, password: NewPassword });
export type FollowLinkInput = z.infer<typeof FollowLinkInput>;
export const ChangePasswordInput = z.strictObject({
  currentPassword: TypedPassword,
  newPassword: NewPassword,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;
export const UpdateAccountInput = z.strictObject({ firstName: PersonName, lastName: PersonName });
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;

/** A critical step asks for the password once more. */
export const ConfirmPasswordInput = z.strictObject({ password: TypedPassword });
export type ConfirmPasswordInput = z.infer<typeof ConfirmPasswordInput>;
export const ConfirmSecondFactorInput = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "six digits"),
});
export type ConfirmSecondFactorInput = z.infer<typeof ConfirmSecondFactorInput>;
export const RemoveSecondFactorInput = z.strictObject({ password: TypedPassword, code: SecondFactorCode });
export type RemoveSecondFactorInput = z.infer<typeof RemoveSecondFactorInput>;
/** `uri` is what the QR code shows, `secret` the same to type in. */
export const SecondFactorSetUp = z.object({ uri: z.string(), secret: z.string() });
export type SecondFactorSetUp = z.infer<typeof SecondFactorSetUp>;
/** Shown once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const User = z.object({
  uuid: z.uuid(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: Role,
  isActive: z.boolean(),
  practiceIds: z.array(z.string()).nullable(),
  hasSecondFactor: z.boolean(),
  /** The invitation was not accepted yet. */
  isInvited: z.boolean(),
  lastLogin: z.date().nullable(),
  createdAt: z.date(),
});
export type User = z.infer<typeof User>;
export const UserPage = pageOf(User);
export type UserPage = z.infer<typeof UserPage>;
export const ListUsersInput = z.strictObject({
  ...PageInput.shape,
  /** Part of the e-mail address or of a name. */
  search: z.string().trim().min(1).max(100).optional(),
  role: Role.optional(),
  isActive: z.boolean().optional(),
  /** By name: last name, then first name. Who never signed in comes last. */
  sort: z.enum(["name", "email", "role", "lastLogin"]).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;
export const UserIdInput = z.strictObject({ userId: z.uuid() });
export type UserIdInput = z.infer<typeof UserIdInput>;
export const InviteUserInput = z.strictObject({
  email: EmailAddress,
  firstName: PersonName.default(""),
  lastName: PersonName.default(""),
  role: Role,
  practiceIds: PracticeLimit.default(null),
});
export type InviteUserInput = z.infer<typeof InviteUserInput>;
export const UpdateUserInput = z.strictObject({
  userId: z.uuid(),
  firstName: PersonName.optional(),
  lastName: PersonName.optional(),
  role: Role.optional(),
  isActive: z.boolean().optional(),
  practiceIds: PracticeLimit.optional(),
});
export type UpdateUserInput = z.infer<typeof UpdateUserInput>;

/** Whether the one who asks may do it, and why not. */
export const Permission = z.object({ isAllowed: z.boolean(), reason: z.string().nullable() });
export type Permission = z.infer<typeof Permission>;
export const Account = z.object({
  user: User,
  /** Until it is set up, nothing but the account can be used. */
  mustSetUpSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  permissions: z.record(Action, Permission),
});
export type Account = z.infer<typeof Account>;

export const SessionRow = z.object({
  uuid: z.uuid(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  isCurrent: z.boolean(),
});
export type SessionRow = z.infer<typeof SessionRow>;
export const SessionList = z.array(SessionRow);
export const SessionIdInput = z.strictObject({ sessionId: z.uuid() });
export type SessionIdInput = z.infer<typeof SessionIdInput>;
/** Without `sessionId` all of them. */
export const EndUserSessionsInput = z.strictObject({ userId: z.uuid(), sessionId: z.uuid().optional() });
export type EndUserSessionsInput = z.infer<typeof EndUserSessionsInput>;

/** For programs: `code` when the account has a second factor. */
export const IssueTokensInput = z.strictObject({
  email: EmailAddress,
  password: TypedPassword,
  code: SecondFactorCode.optional(),
});
export type IssueTokensInput = z.infer<typeof IssueTokensInput>;
export const RefreshTokensInput = z.strictObject({ refresh: z.string().min(1).max(4096) });
export type RefreshTokensInput = z.infer<typeof RefreshTokensInput>;
export const TokenPair = z.object({ access: z.string(), refresh: z.string() });
export type TokenPair = z.infer<typeof TokenPair>;

/** What a key can be given: nothing that could make it, or its owner, more than it is. */
export const keyActions = actions.filter((action) => !/^(account|apiKeys|users)\./.test(action));
export const ApiKeyRow = z.object({
  uuid: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
export type ApiKeyRow = z.infer<typeof ApiKeyRow>;
export const ApiKeyList = z.array(ApiKeyRow);
export const CreateApiKeyInput = z.strictObject({
  name: PersonName.min(1).max(100),
  scopes: z.array(z.enum(keyActions)).min(1).max(actions.length),
  expiresInDays: z.int().min(1).max(366),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;
/** `key` is shown once. */
export const CreatedApiKey = z.object({ uuid: z.uuid(), key: z.string() });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
export const ApiKeyIdInput = z.strictObject({ apiKeyId: z.uuid() });
export type ApiKeyIdInput = z.infer<typeof ApiKeyIdInput>;
