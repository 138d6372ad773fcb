-- People look after jobs: schedules that can be switched, queues that can be paused, runs that are canceled or settled.

-- AlterTable
ALTER TABLE "apps_jobrun" ADD COLUMN     "settled_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "apps_jobschedule" (
    "name" VARCHAR(128) NOT NULL,
    "cron" VARCHAR(255) NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_jobschedule_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "apps_queuepause" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "queue" VARCHAR(32) NOT NULL,
    "detail" VARCHAR(500) NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by" VARCHAR(255) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" VARCHAR(255),

    CONSTRAINT "apps_queuepause_pkey" PRIMARY KEY ("uuid")
);

ALTER TABLE apps_jobrun
  DROP CONSTRAINT jobrun_result,
  ADD CONSTRAINT jobrun_result CHECK (result IN ('DONE', 'FAILED', 'REJECTED', 'SKIPPED', 'CANCELED'));
ALTER TABLE apps_queuepause
  ADD CONSTRAINT queuepause_queue CHECK (queue IN ('sms', 'email', 'low'));
-- A queue is paused once at a time.
CREATE UNIQUE INDEX apps_queuepause_open ON apps_queuepause (queue) WHERE ended_at IS NULL;
-- Runs that somebody has to look at.
CREATE INDEX apps_jobrun_rejected ON apps_jobrun (started_at) WHERE result = 'REJECTED' AND settled_at IS NULL;
