import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconHistory, IconUser } from "@tabler/icons-react";
import type { ClientMatch, ClientRow } from "@vetsuccess/contract/clients";
import { useState } from "react";
import { formatPhone } from "../../lib/format.ts";
import { clientPath } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import type { Entry } from "./entries.ts";
import { recentClientIds } from "./recent.ts";

const minTerm = 2;
const most = 8;

/** The clients who fit what was typed; before that, those who were shown last. A question that is out of date is given up. */
export function useClientEntries(term: string) {
  const navigate = useNavigate();
  const [recentIds] = useState(recentClientIds);
  const isSearch = term.length >= minTerm;
  const found = trpc.clients.search.useQuery(
    { term, limit: most },
    {
      enabled: isSearch,
      placeholderData: keepPreviousData,
      staleTime: 30_000,
      retry: false,
      trpc: { abortOnUnmount: true },
    },
  );
  const recent = trpc.clients.listById.useQuery(
    { clientIds: recentIds },
    { enabled: recentIds.length > 0, staleTime: 30_000 },
  );
  const open = (clientId: string) => () => void navigate({ to: clientPath(clientId) });
  if (!isSearch) {
    const byId = new Map(recent.data?.map((row) => [row.oduId, row]));
    const entries = recentIds.flatMap((id): Entry[] => {
      const row = byId.get(id);
      return row ? [{ ...asEntry(row), id: `recent:${id}`, icon: IconHistory, run: open(id) }] : [];
    });
    return { title: "Seen last", entries, areSimilar: false, hasMore: false, isLoading: false, error: null };
  }
  const rows = found.data?.rows ?? [];
  return {
    title: "Clients",
    entries: rows.map((row): Entry => ({
      ...asEntry(row),
      ...hintOf(row),
      id: `client:${row.oduId}`,
      icon: IconUser,
      run: open(row.oduId),
    })),
    /** Nobody fits as it was typed. */
    areSimilar: rows.length > 0 && rows.every(({ matchedField }) => matchedField === "similar"),
    hasMore: found.data?.hasMore === true && !found.isPlaceholderData,
    isLoading: found.isFetching,
    error: found.error,
  };
}

function asEntry(row: ClientRow & { pets?: string[] }): Pick<Entry, "label" | "detail"> {
  const { fullName, oduId, phoneNumber, emailAddress, pets = [] } = row;
  const parts = [
    pets.slice(0, 3).join(", "),
    phoneNumber === null ? "" : formatPhone(phoneNumber),
    phoneNumber === null ? (emailAddress ?? "") : "",
  ];
  return {
    label: fullName || `Client ${oduId}`,
    detail: parts.filter((part) => part !== "").join(" · "),
  };
}

/** What was found, unless it stands in the row anyway. */
function hintOf({ matchedField, matchedValue }: ClientMatch): Pick<Entry, "hint"> {
  switch (matchedField) {
    case "id":
      return { hint: `ID ${matchedValue}` };
    case "email":
      return { hint: matchedValue };
    case "phone":
      return { hint: formatPhone(matchedValue) };
    case "pet":
      return { hint: `Pet ${matchedValue}` };
    case "similar":
      return { hint: `Similar: ${matchedValue}` };
    case "name":
      return {};
  }
}
