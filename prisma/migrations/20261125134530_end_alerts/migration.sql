-- Alerts whose trouble is over by itself are told from those that last: a cause that comes back is told again.

-- AlterTable
ALTER TABLE "apps_alert" ADD COLUMN     "ended_at" TIMESTAMPTZ(6);

-- CreateIndex
CREATE INDEX "apps_alert_ended_at_idx" ON "apps_alert"("ended_at");
