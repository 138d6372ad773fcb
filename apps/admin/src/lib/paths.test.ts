import { expect, test } from "vitest";
import { clientPath, paths, phonePageUrl } from "./paths.ts";

test("the addresses of the screens are kept, for they are bookmarked", () => {
  expect(paths).toEqual({
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
    emailUpdates: "/email-updates",
    alerts: "/alerts",
    outreach: "/outreach",
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
  });
  expect(clientPath("a/b 1")).toBe("/clients/a%2Fb%201");
});

test("a number's conversation has an address on the pretend phone", () => {
  expect(phonePageUrl("http://127.0.0.1:4010", "5550101234")).toBe("http://127.0.0.1:4010/#%2B15550101234");
  expect(phonePageUrl("http://127.0.0.1:4010", null)).toBe("http://127.0.0.1:4010");
});
