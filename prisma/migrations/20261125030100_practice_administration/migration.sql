-- Administration: versions, the daily cap, decisions on batches, default texts as data, final outcomes as data.

-- AlterTable
ALTER TABLE "apps_practicesettings" ADD COLUMN     "daily_sms_cap" INTEGER,
ADD COLUMN     "is_approval_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "apps_question" ADD COLUMN     "is_pinned" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "apps_answer" ADD COLUMN     "updated_by" VARCHAR(255),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "apps_outcome" ADD COLUMN     "is_archived" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "scope" VARCHAR(8) NOT NULL DEFAULT 'PET',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "apps_smstemplate" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "apps_defaulttext" (
    "key" VARCHAR(16) NOT NULL,
    "template" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_defaulttext_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "apps_templateversion" (
    "id" BIGSERIAL NOT NULL,
    "template_id" VARCHAR(36) NOT NULL,
    "version" INTEGER NOT NULL,
    "key_words" VARCHAR(64)[],
    "template" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" VARCHAR(64) NOT NULL,
    "actor_label" VARCHAR(255) NOT NULL,

    CONSTRAINT "apps_templateversion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "apps_outreachbatch" (
    "practice_id" VARCHAR(50) NOT NULL,
    "decision" VARCHAR(16) NOT NULL,
    "day" DATE NOT NULL,
    "most_texts" INTEGER,
    "left_out_client_ids" VARCHAR(255)[] DEFAULT ARRAY[]::VARCHAR(255)[],
    "decided_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by" VARCHAR(255) NOT NULL,

    CONSTRAINT "apps_outreachbatch_pkey" PRIMARY KEY ("practice_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "apps_templateversion_template_id_version_key" ON "apps_templateversion"("template_id", "version");

-- AddForeignKey
ALTER TABLE "apps_outreachbatch" ADD CONSTRAINT "apps_outreachbatch_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

-- Blanks are no sender: the form, the API and the database say the same.
ALTER TABLE apps_practicesettings
  DROP CONSTRAINT practicesettings_sms_complete,
  DROP CONSTRAINT practicesettings_email_complete,
  ADD CONSTRAINT practicesettings_sms_complete CHECK (
    NOT is_sms_mailing_enabled OR (sms_senders_phone <> '' AND trim(sms_scheduler) <> ''
      AND trim(sms_practice_name) <> '' AND trim(sms_link) <> '')
  ),
  ADD CONSTRAINT practicesettings_email_complete CHECK (NOT is_email_updates_enabled OR trim(email) <> ''),
  ADD CONSTRAINT practicesettings_daily_sms_cap CHECK (daily_sms_cap BETWEEN 1 AND 100000);

-- Whoever changes settings, by SQL too, makes older screens stale.
CREATE FUNCTION practicesettings_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;
CREATE TRIGGER practicesettings_version BEFORE UPDATE ON apps_practicesettings
  FOR EACH ROW EXECUTE FUNCTION practicesettings_version();

ALTER TABLE apps_reminder
  DROP CONSTRAINT reminder_sms_status,
  ADD CONSTRAINT reminder_sms_status CHECK (sms_status IN (
    'APPOINTMENT_EXISTS', 'NO_ACTIVE_CLIENT', 'NO_PHONE', 'EXCLUDED_PHONE_TYPE', 'OPTED_OUT', 'LEFT_OUT', 'EVENT_CREATED',
    'CHECKED'
  ));
ALTER TABLE apps_outreachbatch
  ADD CONSTRAINT outreachbatch_decision CHECK (decision IN ('HELD', 'APPROVED')),
  ADD CONSTRAINT outreachbatch_most_texts CHECK (most_texts BETWEEN 1 AND 100000);

-- Outcomes that always ended texts are marked as final; those that nobody has in the list come archived: agents cannot
-- record them, but pets that have them from before get no texts.
ALTER TABLE apps_outcome ADD CONSTRAINT outcome_scope CHECK (scope IN ('PET', 'CLIENT'));
UPDATE apps_outcome SET is_final = true WHERE lower(trim(text)) IN (
  'client declined - pet died', 'deceased per client', 'pet died', 'pet deceased', 'deceased');
INSERT INTO apps_outcome (text, is_final, is_archived)
SELECT text, true, true
FROM unnest(ARRAY['Client declined - pet died', 'Deceased per client', 'Pet died', 'Pet deceased', 'Deceased']) AS shipped(text)
WHERE lower(text) NOT IN (SELECT lower(trim(text)) FROM apps_outcome);
-- How often an outcome is used, and whose.
CREATE INDEX patient_outcome ON apps_patient (outcome) WHERE outcome IS NOT NULL;

-- The default texts, as they are shipped.
ALTER TABLE apps_defaulttext ADD CONSTRAINT defaulttext_key CHECK (key IN ('WITH_LINK', 'WITH_PHONE'));
INSERT INTO apps_defaulttext (key, template) VALUES
  ('WITH_LINK', 'Hi, {scheduler} from {practice_name} here. {your_pets_capitalized} {be_verb} overdue for care. '
    || 'Choose a time that suits {your_pets} and you: {link} Reply STOP to opt out.'),
  ('WITH_PHONE', 'Hi, {scheduler} from {practice_name} here. {your_pets_capitalized} {be_verb} overdue for care of more than '
    || 'one kind. Call {practice_phone_number} and we will plan it in one go for {your_pets}. Reply STOP to opt out.');
CREATE FUNCTION defaulttext_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'apps_defaulttext keeps its two rows: % is refused', TG_OP;
END
$$;
CREATE TRIGGER defaulttext_stays BEFORE DELETE OR TRUNCATE ON apps_defaulttext
  FOR EACH STATEMENT EXECUTE FUNCTION defaulttext_stays();

-- Versions are a ledger.
INSERT INTO apps_templateversion (template_id, version, key_words, template, at, actor_id, actor_label)
SELECT key, version, '{}', template, updated_at, 'vetsuccess', 'VetSuccess, as shipped' FROM apps_defaulttext;
CREATE FUNCTION templateversion_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'apps_templateversion is append-only: % is refused', TG_OP;
END
$$;
CREATE TRIGGER templateversion_append_only BEFORE UPDATE OR DELETE ON apps_templateversion
  FOR EACH STATEMENT EXECUTE FUNCTION templateversion_append_only();

-- Open screens hear of it.
CREATE TRIGGER live_defaulttexts AFTER UPDATE ON apps_defaulttext
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('templates');
CREATE TRIGGER live_batches AFTER INSERT OR UPDATE OR DELETE ON apps_outreachbatch
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('practices');
