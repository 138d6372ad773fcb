import { startAzurite, type Azurite } from "@vetsuccess/sandbox/azurite";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { mailADay, mailingEnv, putFiles } from "@vetsuccess/testing/mailing-day";
import { usePrograms } from "@vetsuccess/testing/processes";
import { insertUpdatePractices } from "@vetsuccess/testing/updates";
import { afterAll, beforeAll, expect, test } from "vitest";

// Real processes, a real queue, files in Azurite, a provider over HTTP (R13).

const database = useTestDatabase();
const programs = usePrograms();
let azurite: Azurite;
let sendGrid: FakeSendGrid;
beforeAll(async () => {
  [azurite, sendGrid] = await Promise.all([
    startAzurite({ container: "updates" }),
    startFakeSendGrid({ port: 0 }),
  ]);
});
afterAll(async () => {
  await azurite.stop();
  await sendGrid.stop();
});

test(
  "killed three times in the middle of a day: each practice gets one mail with all its files, what nobody knows is shown",
  { timeout: 60_000 },
  async () => {
    await insertUpdatePractices(database, 20);
    await putFiles(azurite, { practices: 20, filesEach: 3, bytes: 20_000 });
    // Accepted at once, answered late: who is killed meanwhile cannot know.
    sendGrid.setFaults([{ kind: "slow", delayMs: 250 }]);
    const day = await mailADay({
      database,
      sendGrid,
      kills: 3,
      withinMs: 20_000,
      startWorker: async () => {
        const worker = await programs.startReady("worker", mailingEnv(database.url, azurite, sendGrid));
        return { kill: () => programs.end(worker, "SIGKILL") };
      },
    });
    expect(day.unknown).toBeGreaterThanOrEqual(3);
    expect(day.proved + day.sentAgain).toBe(day.unknown);
    expect(day.practices).toHaveLength(20);
    for (const practice of day.practices)
      expect(practice).toMatchObject({ status: "SENT", accepted: 1, attachments: 3 });
  },
);
