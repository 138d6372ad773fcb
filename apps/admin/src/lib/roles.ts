import type { Role } from "@vetsuccess/contract/identity";

/** What the roles are called, and what they are for. */
export const roleWords: Record<Role, { label: string; explain: string }> = {
  admin: { label: "Administrator", explain: "Everything, users and settings included. Sees all practices." },
  manager: { label: "Manager", explain: "Plans and sends, sees users; changes no users." },
  agent: { label: "Agent", explain: "Works with clients: outcomes, contact data, follow-ups." },
  viewer: { label: "Viewer", explain: "Reads, and changes nothing." },
};
