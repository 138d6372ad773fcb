// Bundled in front of a worker (`scripts/build.mjs`): kills it at one place, the one numbered FAILPOINT (from 1). Places are: before each
// statement about reminders and texts is handed to PostgreSQL, before and after such a thing is committed, and the steps of a
// call to a provider. After: it was sent, its answer was not read.
import { subscribe } from "node:diagnostics_channel";
import pg from "pg";

const failpoint = Number(process.env["FAILPOINT"]);
let passed = 0;

function pass(): void {
  passed += 1;
  if (passed === failpoint) process.kill(process.pid, "SIGKILL");
}

const ours = /\bapps_(sms|reminder|outreach|sending)/i;
/** Open transactions, by their connection: whether something of ours was done in it. */
const open = new Map<object, boolean>();

/** Where a death makes a difference: inside a transaction only before a statement, since it is undone with the rest. */
function placesOf(client: object, text: string): "none" | "before" | "both" {
  if (/^begin/i.test(text)) open.set(client, false);
  else if (/^(commit|rollback)/i.test(text)) {
    const isOurs = open.get(client) === true;
    open.delete(client);
    return isOurs ? "both" : "none";
  } else if (ours.test(text)) {
    if (!open.has(client)) return "both";
    open.set(client, true);
    return "before";
  }
  return "none";
}

type Query = (this: object, ...given: unknown[]) => unknown;
const query = pg.Client.prototype.query as Query;
const watched: Query = function watched(...given) {
  const [first] = given;
  const { text } = typeof first === "string" ? { text: first } : (first as { text: string });
  const places = placesOf(this, text);
  if (places !== "none") pass();
  const answer = query.apply(this, given);
  if (places === "both") pass();
  return answer;
};
Object.assign(pg.Client.prototype, { query: watched });

for (const step of ["request:create", "client:sendHeaders", "request:headers", "request:trailers"])
  subscribe(`undici:${step}`, pass);
