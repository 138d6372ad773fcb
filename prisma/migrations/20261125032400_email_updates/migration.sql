-- Daily e-mails: one per practice and day, with attempts and reports of delivery; alerts; workbooks of agents' changes.

-- DropIndex
DROP INDEX "apps_updatesemailevent_practice_id_idx";

-- AlterTable
ALTER TABLE "apps_practicesettings" ADD COLUMN     "is_changes_workbook_enabled" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "apps_updatesemailevent" ADD COLUMN     "delivery" VARCHAR(16),
ADD COLUMN     "delivery_at" TIMESTAMPTZ(6),
ADD COLUMN     "listed_at" TIMESTAMPTZ(6),
ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "sent_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "apps_alert" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" VARCHAR(64) NOT NULL,
    "key" VARCHAR(255) NOT NULL,
    "practice_id" VARCHAR(50),
    "message" VARCHAR(1000) NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "mailed_at" TIMESTAMPTZ(6),
    "settled_at" TIMESTAMPTZ(6),
    "settled_by" VARCHAR(255),

    CONSTRAINT "apps_alert_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_updatesemailattempt" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "event_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "worker_id" VARCHAR(64) NOT NULL,
    "to_address" VARCHAR(254) NOT NULL,
    "cc_addresses" VARCHAR(254)[],
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "called_at" TIMESTAMPTZ(6),
    "bytes" INTEGER,
    "finished_at" TIMESTAMPTZ(6),
    "result" VARCHAR(32),
    "http_status" INTEGER,
    "provider_id" VARCHAR(255),
    "error" VARCHAR(1000),

    CONSTRAINT "apps_updatesemailattempt_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_maildelivery" (
    "id" VARCHAR(255) NOT NULL,
    "attempt_id" UUID NOT NULL,
    "address" VARCHAR(254) NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "reason" VARCHAR(1000),
    "at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "apps_maildelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "apps_alert_key_key" ON "apps_alert"("key");

-- CreateIndex
CREATE INDEX "apps_alert_raised_at_idx" ON "apps_alert"("raised_at");

-- CreateIndex
CREATE INDEX "apps_alert_practice_id_idx" ON "apps_alert"("practice_id");

-- CreateIndex
CREATE INDEX "apps_updatesemailattempt_event_id_started_at_idx" ON "apps_updatesemailattempt"("event_id", "started_at");

-- CreateIndex
CREATE INDEX "apps_maildelivery_attempt_id_at_idx" ON "apps_maildelivery"("attempt_id", "at");

-- CreateIndex
CREATE INDEX "apps_updatesemailevent_sent_date_idx" ON "apps_updatesemailevent"("sent_date");

-- CreateIndex
CREATE UNIQUE INDEX "updatesemailevent_one_per_practice_and_day" ON "apps_updatesemailevent"("practice_id", "sent_date");

-- AddForeignKey
ALTER TABLE "apps_alert" ADD CONSTRAINT "apps_alert_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_updatesemailattempt" ADD CONSTRAINT "apps_updatesemailattempt_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "apps_updatesemailevent"("uuid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_maildelivery" ADD CONSTRAINT "apps_maildelivery_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "apps_updatesemailattempt"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

ALTER TABLE apps_updatesemailevent
  DROP CONSTRAINT updatesemailevent_status,
  ADD CONSTRAINT updatesemailevent_status
    CHECK (status IN ('NO_FILES', 'PENDING', 'SENT', 'ERROR', 'UNKNOWN', 'CANCELED')),
  ADD CONSTRAINT updatesemailevent_delivery
    CHECK (delivery IN ('DELIVERED', 'DEFERRED', 'BOUNCED', 'DROPPED'));
ALTER TABLE apps_updatesemailattempt
  ADD CONSTRAINT updatesemailattempt_result CHECK (result IN (
    'ACCEPTED', 'RATE_LIMITED', 'AUTH_FAILED', 'REJECTED', 'NOT_SENT', 'UNKNOWN'
  )),
  ADD CONSTRAINT updatesemailattempt_finished CHECK ((result IS NULL) = (finished_at IS NULL));

-- An accepted mail is never sent twice, nor one that may have been: not even by two workers at once.
CREATE UNIQUE INDEX updatesemailattempt_one_per_round ON apps_updatesemailattempt (event_id, round)
  WHERE result IS NULL OR result IN ('ACCEPTED', 'UNKNOWN');
CREATE INDEX updatesemailattempt_running ON apps_updatesemailattempt (worker_id) WHERE finished_at IS NULL;

-- Attempts are a ledger: a row is written once, called once, finished once and never removed.
CREATE FUNCTION updatesemailattempt_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'apps_updatesemailattempt is append-only: a row is never deleted';
  END IF;
  IF OLD.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'apps_updatesemailattempt is append-only: attempt % is finished', OLD.uuid;
  END IF;
  IF (NEW.uuid, NEW.event_id, NEW.round, NEW.worker_id, NEW.to_address, NEW.cc_addresses, NEW.started_at)
    IS DISTINCT FROM
    (OLD.uuid, OLD.event_id, OLD.round, OLD.worker_id, OLD.to_address, OLD.cc_addresses, OLD.started_at)
    OR (OLD.called_at IS NOT NULL AND NEW.called_at IS DISTINCT FROM OLD.called_at) THEN
    RAISE EXCEPTION 'apps_updatesemailattempt is append-only: only the call and the result of an attempt are added';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER updatesemailattempt_append_only BEFORE UPDATE OR DELETE ON apps_updatesemailattempt
  FOR EACH ROW EXECUTE FUNCTION updatesemailattempt_append_only();

CREATE INDEX alert_open ON apps_alert (raised_at) WHERE settled_at IS NULL;
