import { z } from "zod";
import { QueueState } from "./jobs.ts";
import { SendingState } from "./texts.ts";

/** How the product itself is. */
export const SystemState = z.object({
  version: z.string(),
  database: z.object({
    version: z.string(),
    sizeBytes: z.number(),
    connections: z.int(),
    /** Name of the newest migration that was applied. */
    newestMigration: z.string().nullable(),
    migrations: z.int(),
  }),
  workers: z.array(
    z.object({
      id: z.string(),
      host: z.string(),
      version: z.string(),
      queues: z.array(z.string()),
      startedAt: z.date(),
      heartbeatAt: z.date(),
      isAlive: z.boolean(),
    }),
  ),
  sending: SendingState,
  queues: z.array(QueueState),
  /** Servers of practices, the oldest data first. */
  servers: z.array(
    z.object({
      serverId: z.string(),
      name: z.string().nullable(),
      practices: z.int(),
      /** When the practice's own system was last read; null: never. */
      updatedAt: z.date().nullable(),
      /** Older than 36 hours. */
      isStale: z.boolean(),
    }),
  ),
});
export type SystemState = z.infer<typeof SystemState>;
