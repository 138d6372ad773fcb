import { readContacted } from "@vetsuccess/domain/clients/queries/list-contacted";
import { z } from "zod";
import { documented } from "./documents.ts";
import { queryOf, lastOf } from "./negotiate.ts";
import { envelope, type Page, pageIn } from "./pages.ts";
import { parseDay } from "./days.ts";
import { Refusal } from "./refusal.ts";
import type { Resource } from "./resource.ts";
import { wireInstant } from "./instants.ts";

const Contacted = z.object({
  client_id: z.string().nullable(),
  full_name: z.string().nullable(),
  practice_id: z.string(),
  practice_name: z.string().nullable(),
  sent_at: z.iso.datetime().nullable(),
  sms_history_id: z.uuid(),
  is_followed: z.boolean(),
  emails: z.array(z.object({ odu_id: z.string(), address: z.string().nullable() })),
  phones: z.array(z.object({ odu_id: z.string(), app_number: z.string().nullable() })),
  patients: z.array(z.object({ odu_id: z.string(), name: z.string().nullable() })),
});
const ContactedPage = z
  .object({
    count: z.int(),
    next: z.url().nullable(),
    previous: z.url().nullable(),
    results: z.array(Contacted),
  })
  .meta({
    example: {
      count: 1,
      next: null,
      previous: null,
      results: [
        {
          client_id: "c-1001",
          full_name: "Avery Abbott",
          practice_id: "p-101-1",
          practice_name: "Aspen Animal Clinic",
          sent_at: "2026-05-01T15:01:00Z",
          sms_history_id: "6813091e-5157-4e29-a509-7bbabaa7239f",
          is_followed: false,
          emails: [{ odu_id: "em-0001", address: "avery@example.com" }],
          phones: [{ odu_id: "ph-0001", app_number: "2025550110" }],
          patients: [{ odu_id: "pt-av-1", name: "Biscuit" }],
        },
      ],
    },
  });
const ContactedQuery = z.object({
  name: z
    .string()
    .min(3)
    .max(511)
    .optional()
    .meta({ description: "Part of the client's name; case does not matter." }),
  sent_after: z
    .string()
    .optional()
    .meta({ description: "First day of sending, UTC: 2026-06-09, 06/09/2026 or Jun 9 2026." }),
  sent_before: z.string().optional().meta({ description: "Last day of sending, UTC." }),
  followed: z.enum(["true", "false"]).optional(),
  practice: z
    .string()
    .optional()
    .meta({ description: "Practices, separated by commas.", example: "p-101-1,p-101-2" }),
  limit: z.int().min(1).max(100).optional().meta({ description: "Rows of a page; 10 unless given." }),
  offset: z.int().min(0).optional(),
});

export const contacted: Resource = {
  url: "/api/v1/call-center/clients/contacted/",
  name: "Contacted Client List",
  access: "clients.listContacted",
  operations: {
    GET: {
      schema: documented({
        id: "listContacted",
        tag: "Call center",
        summary: "Clients who were sent a text",
        description: "One row for each text that was sent, the newest first; archived practices aside.",
        querystring: ContactedQuery,
        answer: ContactedPage,
        errors: { 400: "A filter that cannot be read." },
      }),
      run: async ({ deps, actor, request }) => {
        const query = queryOf(request.url);
        const page = pageIn(query);
        const { rows, total } = await readContacted(deps, actor, inputOf(query, page));
        return envelope(request, query, page, total, rows.map(wireRow));
      },
    },
  },
};

/** @throws Refusal 400 with the filters that cannot be read */
function inputOf(query: URLSearchParams, { limit, offset }: Page): Parameters<typeof readContacted>[2] {
  const given = (name: string) => lastOf(query, name)?.trim() || undefined;
  const name = given("name");
  const sentFrom = dayOf(given("sent_after"));
  const sentThrough = dayOf(given("sent_before"));
  const wrongName = name === undefined ? [] : wrongWithName(name);
  const errors = {
    ...(wrongName.length > 0 ? { name: wrongName } : {}),
    ...(sentFrom === null || sentThrough === null ? { sent: ["Enter a valid date."] } : {}),
  };
  if (Object.keys(errors).length > 0) throw new Refusal(400, errors);
  const practice = lastOf(query, "practice");
  return {
    offset: Number(offset > largestOffset ? largestOffset : offset),
    limit,
    name,
    sentFrom: sentFrom ?? undefined,
    sentThrough: sentThrough ?? undefined,
    timeZone: "UTC",
    isFollowed: followedWords[given("followed")?.toLowerCase() ?? ""],
    practiceIds: practice ? practice.split(",").map((id) => id.trim().replaceAll("\0", "")) : undefined,
    sort: "sentAt",
    direction: "desc",
  };
}

/** What PostgreSQL takes; no list is that long. */
const largestOffset = 1_000_000_000n;
const followedWords: Partial<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };
const dayOf = (written: string | undefined) => (written === undefined ? undefined : parseDay(written));

function wrongWithName(name: string): string[] {
  const length = Array.from(name).length;
  return [
    ...(length > 511 ? [`Ensure this value has at most 511 characters (it has ${length}).`] : []),
    ...(length < 3 ? [`Ensure this value has at least 3 characters (it has ${length}).`] : []),
    ...(name.includes("\0") ? ["Null characters are not allowed."] : []),
  ];
}

function wireRow(row: Awaited<ReturnType<typeof readContacted>>["rows"][number]): z.input<typeof Contacted> {
  return {
    client_id: row.clientId,
    full_name: row.fullName,
    practice_id: row.practiceId,
    practice_name: row.practiceName,
    sent_at: wireInstant(row.sentAt),
    sms_history_id: row.textId,
    is_followed: row.isFollowed,
    emails: row.emails.map(({ oduId, address }) => ({ odu_id: oduId, address })),
    phones: row.phones.map(({ oduId, number }) => ({ odu_id: oduId, app_number: number })),
    patients: row.patients.map(({ oduId, name }) => ({ odu_id: oduId, name })),
  };
}
