const key = "vetsuccess-recent-clients";
const most = 6;

/** Ids of the clients that this device showed last, the newest first; their names stay on the server. */
export function recentClientIds(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts a client that is shown at the beginning of the list. */
export function noteRecentClient(clientId: string): void {
  const ids = [clientId, ...recentClientIds().filter((id) => id !== clientId)];
  localStorage.setItem(key, JSON.stringify(ids.slice(0, most)));
}
