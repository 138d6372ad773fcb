-- The call center: versions of clients, the history of outcomes, indexes of its search and of its list.

-- AlterTable
ALTER TABLE "apps_client" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "apps_outcomehistory" (
    "id" BIGSERIAL NOT NULL,
    "patient_id" VARCHAR(255) NOT NULL,
    "outcome" VARCHAR(255),
    "previous" VARCHAR(255),
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" VARCHAR(64) NOT NULL,
    "actor_label" VARCHAR(255) NOT NULL,

    CONSTRAINT "apps_outcomehistory_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "apps_outcomehistory_patient_id_id_idx" ON "apps_outcomehistory"("patient_id", "id");

-- CreateIndex
CREATE INDEX "patient_name_trgm" ON "apps_patient" USING GIN ("name" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "apps_outcomehistory" ADD CONSTRAINT "apps_outcomehistory_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "apps_patient"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

-- Whoever renames a client, the import too, makes older screens stale.
CREATE FUNCTION client_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version = OLD.version THEN
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER client_version BEFORE UPDATE OF first_name, last_name, full_name ON apps_client
  FOR EACH ROW WHEN (
    (OLD.first_name, OLD.last_name, OLD.full_name) IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.full_name)
  ) EXECUTE FUNCTION client_version();

-- Outcomes are a ledger.
CREATE FUNCTION outcomehistory_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'apps_outcomehistory is append-only: % is refused', TG_OP;
END
$$;
CREATE TRIGGER outcomehistory_append_only BEFORE UPDATE OR DELETE ON apps_outcomehistory
  FOR EACH STATEMENT EXECUTE FUNCTION outcomehistory_append_only();

-- What begins with the words of the search box, in the order of its answer, whatever the collation of the database.
CREATE INDEX client_full_name_prefix ON apps_client (upper(full_name) COLLATE "C", odu_id);
CREATE INDEX client_last_name_prefix ON apps_client (upper(last_name) COLLATE "C", odu_id);
CREATE INDEX patient_name_prefix ON apps_patient (upper(name) COLLATE "C", odu_id);
CREATE INDEX email_address_prefix ON apps_email (upper(address) COLLATE "C", odu_id) WHERE is_primary;

-- The list of contacted clients: newest first, a text without a time before all others.
CREATE INDEX smshistory_sent ON apps_smshistory (coalesce(sent_at, 'infinity'::timestamptz), uuid)
  INCLUDE (practice_id, is_followed, sent_at) WHERE status = 'SENT';
-- Its total, counted practice by practice.
CREATE INDEX smshistory_sent_of_practice ON apps_smshistory (practice_id, sent_at, is_followed) WHERE status = 'SENT';
-- Waiting texts to a number that is opted out.
CREATE INDEX smshistory_waiting_number ON apps_smshistory ((event_context ->> 'number_to')) WHERE status = 'PENDING';
