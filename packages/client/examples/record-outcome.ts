// Finds clients, records an outcome for a pet, and follows what changes meanwhile:
//   VETSUCCESS_URL=https://vetsuccess.example VETSUCCESS_API_KEY=vsk_… node record-outcome.js Smith "Booked a visit"
import { createVetSuccessClient, failureOf } from "@vetsuccess/client";

const { VETSUCCESS_URL: url, VETSUCCESS_API_KEY: apiKey } = process.env;
const [term, outcome] = process.argv.slice(2);
if (!url || !apiKey || !term || !outcome)
  throw new Error("Set VETSUCCESS_URL and VETSUCCESS_API_KEY; say a name and an outcome.");

const client = createVetSuccessClient({ url, auth: { apiKey } });

try {
  const { rows } = await client.clients.search.query({ term });
  for (const { fullName, phoneNumber, pets } of rows)
    console.log(`found ${fullName ?? "somebody"} (${phoneNumber ?? "no phone"}): ${pets.join(", ")}`);
  const clientId = rows[0]?.oduId;
  if (clientId === undefined) throw new Error(`nobody is called ${term}`);

  const outcomes = await client.outcomes.list.query();
  console.log(`may be recorded: ${outcomes.map(({ text }) => text).join(", ")}`);

  // Listen first, then change: the change is told to everybody who listens, to its author too.
  const seen = new Promise<void>((resolve, reject) => {
    const changes = client.live.changes.subscribe(
      { topics: ["clients"] },
      {
        onData: ({ data }) => {
          if (data.kind === "ready") record(clientId, outcome).catch(reject);
          if (data.kind !== "changed" || !data.clientIds?.includes(clientId)) return;
          console.log(`changed: ${clientId}`);
          changes.unsubscribe();
          resolve();
        },
        onError: reject,
      },
    );
  });
  await seen;
} catch (error) {
  const failure = failureOf(error);
  if (!failure) throw error;
  console.error(`${failure.code}: ${failure.message}`);
  process.exitCode = 1;
}

/** Every update names the version it is based on: what others changed meanwhile is not overwritten, the update is refused. */
async function record(clientId: string, text: string): Promise<void> {
  const { version, patients } = await client.clients.get.query({ clientId });
  const [pet] = patients;
  if (!pet) throw new Error("this client has no pet");
  const changed = await client.clients.update.mutate({
    clientId,
    version,
    patients: [{ oduId: pet.oduId, outcome: text }],
  });
  console.log(`recorded for ${pet.name ?? pet.oduId}: ${changed.patients[0]?.outcome ?? "nothing"}`);
}
