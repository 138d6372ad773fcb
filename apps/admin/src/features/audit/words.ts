import type { AuditRow } from "@vetsuccess/contract/audit";
import { nounOf, verbOf, words } from "../../lib/actions.ts";

/** Deeds whose names do not say by themselves what happened. */
const deeds: Record<string, string> = {
  "access.denied": "Was refused",
  "account.signIn": "Signed in",
  "account.signOut": "Signed out",
  "account.signInFailed": "Sign-in failed",
  "account.secondFactorFailed": "Second factor failed",
  "account.confirmFailed": "Wrong password at a critical step",
  "account.update": "Changed their name",
  "account.changePassword": "Changed their password",
  "account.requestPasswordReset": "Password reset asked for",
  "account.resetPassword": "Reset their password",
  "account.acceptInvitation": "Accepted the invitation",
  "account.setUpSecondFactor": "Set up a second factor",
  "account.removeSecondFactor": "Removed their second factor",
  "account.renewRecoveryCodes": "Made new recovery codes",
  "account.endSession": "Signed a browser out",
  "account.endOtherSessions": "Signed out everywhere else",
  "users.create": "Made a user",
  "users.invite": "Invited a user",
  "users.update": "Changed a user",
  "users.delete": "Deleted a user",
  "users.createAdmin": "Made an administrator",
  "users.endSessions": "Signed a user out",
  "users.resetSecondFactor": "Reset a second factor",
  "apiKeys.create": "Made an API key",
  "apiKeys.revoke": "Revoked an API key",
  "audit.export": "Exported the audit log",
  "tokens.issue": "Got tokens",
  "tokens.reuse": "Used a token twice",
};

/** What happened, in words. */
export function deedWords(action: string): string {
  return deeds[action] ?? `${nounOf(action)}: ${verbOf(action)}`;
}

/** Whose account it was about, unless who did it says so already; null where there is nothing to add. */
export function accountWords(row: AuditRow): string | null {
  if (row.entity !== "User" || row.entityId === row.actorId) return null;
  if (row.entityLabel !== null) return row.entityLabel;
  return row.entityId === null ? "no such account" : "a deleted account";
}

/** "Is active" of "isActive"; a field of a list keeps its place. */
export const fieldWords = (field: string): string => field.split(".").map(words).join(" › ");

/** A value as people read it: yes and no for booleans, a dash for nothing, JSON only for what is nested. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string") return instantWords(value) ?? value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== "object"))
    return value.length === 0 ? "None" : value.map(String).join(", ");
  return JSON.stringify(value, null, 1);
}

function instantWords(value: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return null;
  return new Date(value).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
}

/** The nouns to filter by. */
export const auditNouns = [
  "access",
  "account",
  "apiKeys",
  "audit",
  "clients",
  "jobs",
  "outcomes",
  "outreach",
  "practices",
  "questions",
  "sending",
  "templates",
  "texts",
  "tokens",
  "users",
] as const;
