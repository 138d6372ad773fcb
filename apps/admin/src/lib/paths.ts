import { z } from "zod";

/** Where one was going: a page of ours, never another site's. */
export const From = z
  .string()
  .regex(/^\/(?![/\\])/)
  .max(2_000)
  .optional()
  .catch(undefined);

/** Where the screens are; the search parameters of each stand beside its route. */
export const paths = {
  signIn: "/sign-in",
  forgotPassword: "/forgot-password",
  resetPassword: "/reset-password",
  acceptInvitation: "/accept-invitation",
  account: "/account",
  secondFactor: "/account/second-factor",
  newApiKey: "/account/new-api-key",
  users: "/users",
  inviteUser: "/users/invite",
  user: "/users/$userId",
  audit: "/audit",
  outreach: "/outreach",
  emailUpdates: "/email-updates",
  alerts: "/alerts",
  worklist: "/worklist",
  client: "/clients/$clientId",
  dashboard: "/dashboard",
  decisions: "/dashboard/decisions",
  messages: "/messages",
  jobs: "/jobs",
  system: "/system",
  practices: "/practices",
  practice: "/practices/$practiceId",
  templates: "/templates",
  template: "/templates/$templateId",
  outcomes: "/outcomes",
  questions: "/questions",
} as const;

/** The page of one client. */
export const clientPath = (clientId: string): string => `/clients/${encodeURIComponent(clientId)}`;

/**
 * The page of the pretend phone, at one number's conversation.
 *
 * @param number ten digits, or null for the page as a whole
 */
export function phonePageUrl(phoneUrl: string, number: string | null): string {
  return number === null ? phoneUrl : `${phoneUrl}/#${encodeURIComponent(`+1${number}`)}`;
}
