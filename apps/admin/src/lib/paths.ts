/** Where the screens are; the search parameters of each stand beside its route. */
export const paths = {
  signIn: "/sign-in",
  forgotPassword: "/forgot-password",
  resetPassword: "/reset-password",
  acceptInvitation: "/accept-invitation",
  outreach: "/outreach",
  worklist: "/worklist",
  client: "/clients/$clientId",
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
