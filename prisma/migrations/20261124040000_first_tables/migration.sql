-- Every table of the domain, as Prisma writes it from prisma/schema.

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "apps_client" (
    "odu_id" VARCHAR(255) NOT NULL,
    "pims_entered_date" DATE,
    "earliest_transaction_date" DATE,
    "earliest_online_transaction_date" TIMESTAMPTZ(6),
    "is_new_date" DATE,
    "online_account_created" TIMESTAMPTZ(6),
    "pims_id" VARCHAR(255),
    "pims_is_deleted" BOOLEAN,
    "pims_is_inactive" BOOLEAN,
    "pims_has_suspended_reminders" BOOLEAN,
    "first_name" VARCHAR(255),
    "last_name" VARCHAR(255),
    "full_name" VARCHAR(511),
    "is_online" BOOLEAN,
    "is_inclinic" BOOLEAN,
    "server_id" BIGINT,
    "client_record_updated_at" TIMESTAMPTZ(6),
    "is_safe_contact" BOOLEAN,
    "latest_transaction_date" DATE,
    "new_date_updated_at" TIMESTAMPTZ(6),
    "is_home_practice" BOOLEAN,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_client_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_patient" (
    "odu_id" VARCHAR(255) NOT NULL,
    "birth_date" DATE,
    "death_date" DATE,
    "euthanasia_date" DATE,
    "pims_entered_date" DATE,
    "earliest_medical_service_date" DATE,
    "name" VARCHAR(255),
    "pims_id" VARCHAR(255),
    "species" VARCHAR(255),
    "species_description" VARCHAR(255),
    "breed" VARCHAR(255),
    "breed_description" VARCHAR(255),
    "color" VARCHAR(255),
    "color_description" VARCHAR(255),
    "gender" VARCHAR(255),
    "gender_description" VARCHAR(255),
    "weight" VARCHAR(255),
    "weight_units" VARCHAR(255),
    "odu_is_deleted" VARCHAR(255),
    "pims_is_deceased" BOOLEAN,
    "is_deceased" BOOLEAN,
    "pims_is_inactive" BOOLEAN,
    "is_safe_to_contact" BOOLEAN,
    "pims_has_suspended_reminders" BOOLEAN,
    "is_online" BOOLEAN,
    "is_inclinic" BOOLEAN,
    "server_id" BIGINT,
    "comment" VARCHAR(1000),
    "opt_out" BOOLEAN,
    "outcome" VARCHAR(255),
    "pims_is_deleted" BOOLEAN,
    "outcome_at" TIMESTAMPTZ(6),
    "latest_medical_service_date" DATE,
    "new_date_updated_at" TIMESTAMPTZ(6),
    "patient_new_date" DATE,
    "patient_record_updated_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_patient_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_clientpatientrelationship" (
    "odu_id" VARCHAR(255) NOT NULL,
    "start_date" DATE,
    "end_date" DATE,
    "is_primary" BOOLEAN,
    "percentage" DOUBLE PRECISION,
    "relationship_type" VARCHAR(255),
    "client_id" VARCHAR(255),
    "patient_id" VARCHAR(255),
    "server_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_clientpatientrelationship_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_email" (
    "odu_id" VARCHAR(255) NOT NULL,
    "type" VARCHAR(255),
    "address" VARCHAR(254),
    "is_primary" BOOLEAN,
    "client_id" VARCHAR(255),
    "server_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_email_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_phone" (
    "odu_id" VARCHAR(255) NOT NULL,
    "number" VARCHAR(255),
    "type" VARCHAR(255),
    "is_primary" BOOLEAN,
    "client_id" VARCHAR(255),
    "server_id" BIGINT,
    "app_number" VARCHAR(10),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_phone_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_address" (
    "odu_id" VARCHAR(255) NOT NULL,
    "line_1" VARCHAR(255),
    "line_2" VARCHAR(255),
    "city" VARCHAR(255),
    "state" VARCHAR(255),
    "postal_code" VARCHAR(255),
    "type" VARCHAR(255),
    "is_primary" BOOLEAN,
    "client_id" VARCHAR(255),
    "server_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_address_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_appointment" (
    "odu_id" VARCHAR(255) NOT NULL,
    "is_canceled_appointment" BOOLEAN,
    "resource_odu_id" VARCHAR(511),
    "division_odu_id" VARCHAR(255),
    "pims_source" VARCHAR(255),
    "pims_reason" TEXT,
    "pims_status" VARCHAR(255),
    "pims_schedule_type" VARCHAR(255),
    "appointment_datetime" TIMESTAMPTZ(6),
    "type" VARCHAR(21),
    "notes" TEXT,
    "duration" BIGINT,
    "client_id" VARCHAR(255),
    "patient_id" VARCHAR(255),
    "practice_id" VARCHAR(50),
    "server_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_appointment_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_outcome" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "text" VARCHAR(255) NOT NULL,
    "is_final" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_outcome_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_updatesemailevent" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "file_paths" VARCHAR(1000)[],
    "sent_date" DATE NOT NULL,
    "status" VARCHAR(32) NOT NULL DEFAULT 'PENDING',
    "error_message" TEXT,
    "practice_id" VARCHAR(50),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_updatesemailevent_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_user" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "password" VARCHAR(255) NOT NULL,
    "last_login" TIMESTAMPTZ(6),
    "is_staff" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "email" CITEXT NOT NULL,
    "first_name" VARCHAR(150) NOT NULL,
    "last_name" VARCHAR(150) NOT NULL,
    "is_superuser" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_user_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_worker" (
    "id" VARCHAR(64) NOT NULL,
    "host" VARCHAR(255) NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" VARCHAR(64) NOT NULL,
    "queues" VARCHAR(32)[],
    "pools" VARCHAR(64)[],
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "apps_jobrun" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "job_id" BIGINT NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "queue" VARCHAR(32),
    "key" VARCHAR(512),
    "payload" JSONB,
    "attempt" INTEGER NOT NULL,
    "worker_id" VARCHAR(64) NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),
    "result" VARCHAR(32),
    "reason" VARCHAR(1000),

    CONSTRAINT "apps_jobrun_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_reminder" (
    "odu_id" VARCHAR(255) NOT NULL,
    "division_odu_id" VARCHAR(255),
    "date_due" DATE,
    "description" VARCHAR(255),
    "code" VARCHAR(255),
    "type" VARCHAR(255),
    "client_id" VARCHAR(255),
    "patient_id" VARCHAR(255),
    "practice_id" VARCHAR(50),
    "server_id" BIGINT,
    "sms_status" VARCHAR(30),
    "sms_history_id" UUID,
    "sms_decided_on" DATE,
    "catalog_odu_id" VARCHAR(255),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_reminder_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_smstemplate" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key_words" VARCHAR(64)[],
    "template" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_smstemplate_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_smsevent" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "send_at" TIMESTAMPTZ(6) NOT NULL,
    "sms_history_id" UUID,
    "claimed_by" VARCHAR(64),
    "claimed_at" TIMESTAMPTZ(6),
    "ignores_hours" BOOLEAN NOT NULL DEFAULT false,
    "context" JSONB NOT NULL,
    "status" VARCHAR(32) NOT NULL DEFAULT 'PENDING',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_smsevent_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_smshistory" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "event_context" JSONB NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "status" VARCHAR(32) NOT NULL DEFAULT 'PENDING',
    "response" JSONB,
    "error_message" TEXT,
    "client_id" VARCHAR(255),
    "practice_id" VARCHAR(50),
    "is_followed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "planned_on" DATE,
    "error_code" VARCHAR(32),

    CONSTRAINT "apps_smshistory_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_smsattempt" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sms_history_id" UUID NOT NULL,
    "worker_id" VARCHAR(64) NOT NULL,
    "number_to" VARCHAR(16) NOT NULL,
    "local_day" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "finished_at" TIMESTAMPTZ(6),
    "result" VARCHAR(32),
    "http_status" INTEGER,
    "provider_id" VARCHAR(255),
    "error" VARCHAR(1000),

    CONSTRAINT "apps_smsattempt_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_optout" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "number" VARCHAR(16) NOT NULL,
    "scope" VARCHAR(16) NOT NULL DEFAULT 'ALL',
    "practice_id" VARCHAR(50),
    "source" VARCHAR(32) NOT NULL,
    "actor" VARCHAR(255),
    "opted_out_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" VARCHAR(255),

    CONSTRAINT "apps_optout_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_excludedphonetype" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "type" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_excludedphonetype_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_outreachwatermark" (
    "practice_id" VARCHAR(50) NOT NULL,
    "covered_through" DATE,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_outreachwatermark_pkey" PRIMARY KEY ("practice_id")
);

-- CreateTable
CREATE TABLE "apps_sendingstate" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_sendingstate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "apps_sendingpause" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "reason" VARCHAR(32) NOT NULL,
    "detail" VARCHAR(1000),
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by" VARCHAR(255),
    "until" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" VARCHAR(255),

    CONSTRAINT "apps_sendingpause_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_server" (
    "odu_id" BIGINT NOT NULL,
    "most_recent_pims_update" TIMESTAMPTZ(6),
    "latest_transaction" TIMESTAMPTZ(6),
    "earliest_transaction" TIMESTAMPTZ(6),
    "name" VARCHAR(255),
    "pims" VARCHAR(255),
    "address_1" VARCHAR(255),
    "address_2" VARCHAR(255),
    "city" VARCHAR(255),
    "state" VARCHAR(255),
    "country" VARCHAR(255),
    "zip_code" VARCHAR(255),
    "time_zone" VARCHAR(255),
    "phone" VARCHAR(255),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_server_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_subserver" (
    "odu_id" VARCHAR(255) NOT NULL,
    "display_name" VARCHAR(255),
    "name" VARCHAR(765),
    "time_zone" VARCHAR(255),
    "server_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_subserver_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_practice" (
    "odu_id" VARCHAR(50) NOT NULL,
    "name" VARCHAR(255),
    "address_1" VARCHAR(255),
    "address_2" VARCHAR(255),
    "city" VARCHAR(255),
    "state" VARCHAR(255),
    "country" VARCHAR(255),
    "zip_code" VARCHAR(255),
    "phone_number" VARCHAR(20),
    "has_pims_connection" BOOLEAN,
    "pims" VARCHAR(255),
    "latest_extractor_updated" TIMESTAMPTZ(6),
    "latest_transaction" TIMESTAMPTZ(6),
    "server_import_finished" TIMESTAMPTZ(6),
    "practice_updated_at" TIMESTAMPTZ(6),
    "server_id" BIGINT,
    "scheduler" VARCHAR(100),
    "is_archived" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "odu_created_at" TIMESTAMPTZ(6),
    "odu_updated_at" TIMESTAMPTZ(6),
    "extractor_created_at" TIMESTAMPTZ(6),
    "extractor_updated_at" TIMESTAMPTZ(6),
    "extractor_removed_at" TIMESTAMPTZ(6),
    "data_source" VARCHAR(255),

    CONSTRAINT "apps_practice_pkey" PRIMARY KEY ("odu_id")
);

-- CreateTable
CREATE TABLE "apps_practicesettings" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sms_senders_phone" VARCHAR(10) NOT NULL DEFAULT '',
    "sms_scheduler" VARCHAR(100) NOT NULL DEFAULT '',
    "sms_practice_name" VARCHAR(100) NOT NULL DEFAULT '',
    "sms_phone" VARCHAR(20) NOT NULL DEFAULT '',
    "sms_link" VARCHAR(150) NOT NULL DEFAULT '',
    "email" VARCHAR(254) NOT NULL DEFAULT '',
    "practice_id" VARCHAR(50) NOT NULL,
    "launch_date" DATE,
    "is_email_updates_enabled" BOOLEAN NOT NULL DEFAULT false,
    "is_sms_mailing_enabled" BOOLEAN NOT NULL DEFAULT false,
    "rdo_email" VARCHAR(254) NOT NULL DEFAULT '',
    "rdo_name" VARCHAR(100) NOT NULL DEFAULT '',
    "scheduler_email" VARCHAR(254) NOT NULL DEFAULT '',
    "end_date_for_launch" DATE,
    "start_date_for_launch" DATE,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_practicesettings_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_question" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "text" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_question_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_answer" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "text" VARCHAR(4000) NOT NULL,
    "practice_id" VARCHAR(50) NOT NULL,
    "question_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_answer_pkey" PRIMARY KEY ("uuid")
);

-- CreateIndex
CREATE INDEX "apps_client_server_id_idx" ON "apps_client"("server_id");

-- CreateIndex
CREATE INDEX "client_full_name_trgm" ON "apps_client" USING GIN ("full_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "apps_patient_server_id_idx" ON "apps_patient"("server_id");

-- CreateIndex
CREATE INDEX "apps_clientpatientrelationship_client_id_idx" ON "apps_clientpatientrelationship"("client_id");

-- CreateIndex
CREATE INDEX "apps_clientpatientrelationship_patient_id_idx" ON "apps_clientpatientrelationship"("patient_id");

-- CreateIndex
CREATE INDEX "apps_clientpatientrelationship_server_id_idx" ON "apps_clientpatientrelationship"("server_id");

-- CreateIndex
CREATE INDEX "apps_email_client_id_idx" ON "apps_email"("client_id");

-- CreateIndex
CREATE INDEX "apps_email_server_id_idx" ON "apps_email"("server_id");

-- CreateIndex
CREATE INDEX "apps_phone_client_id_idx" ON "apps_phone"("client_id");

-- CreateIndex
CREATE INDEX "apps_phone_server_id_idx" ON "apps_phone"("server_id");

-- CreateIndex
CREATE INDEX "phone_app_number_primary" ON "apps_phone"("app_number", "is_primary");

-- CreateIndex
CREATE INDEX "apps_address_client_id_idx" ON "apps_address"("client_id");

-- CreateIndex
CREATE INDEX "apps_address_server_id_idx" ON "apps_address"("server_id");

-- CreateIndex
CREATE INDEX "apps_appointment_client_id_idx" ON "apps_appointment"("client_id");

-- CreateIndex
CREATE INDEX "apps_appointment_patient_id_appointment_datetime_idx" ON "apps_appointment"("patient_id", "appointment_datetime" DESC);

-- CreateIndex
CREATE INDEX "apps_appointment_practice_id_idx" ON "apps_appointment"("practice_id");

-- CreateIndex
CREATE INDEX "apps_appointment_server_id_idx" ON "apps_appointment"("server_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_outcome_text_key" ON "apps_outcome"("text");

-- CreateIndex
CREATE INDEX "apps_updatesemailevent_practice_id_idx" ON "apps_updatesemailevent"("practice_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_user_email_key" ON "apps_user"("email");

-- CreateIndex
CREATE INDEX "apps_worker_heartbeat_at_idx" ON "apps_worker"("heartbeat_at");

-- CreateIndex
CREATE INDEX "apps_jobrun_started_at_idx" ON "apps_jobrun"("started_at");

-- CreateIndex
CREATE INDEX "apps_jobrun_job_id_idx" ON "apps_jobrun"("job_id");

-- CreateIndex
CREATE INDEX "apps_reminder_client_id_idx" ON "apps_reminder"("client_id");

-- CreateIndex
CREATE INDEX "apps_reminder_patient_id_idx" ON "apps_reminder"("patient_id");

-- CreateIndex
CREATE INDEX "apps_reminder_practice_id_sms_decided_on_sms_status_idx" ON "apps_reminder"("practice_id", "sms_decided_on", "sms_status");

-- CreateIndex
CREATE INDEX "apps_reminder_server_id_idx" ON "apps_reminder"("server_id");

-- CreateIndex
CREATE INDEX "apps_reminder_sms_history_id_idx" ON "apps_reminder"("sms_history_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_smsevent_sms_history_id_key" ON "apps_smsevent"("sms_history_id");

-- CreateIndex
CREATE INDEX "apps_smsevent_status_send_at_idx" ON "apps_smsevent"("status", "send_at");

-- CreateIndex
CREATE INDEX "apps_smshistory_sent_at_idx" ON "apps_smshistory"("sent_at");

-- CreateIndex
CREATE INDEX "apps_smshistory_client_id_sent_at_idx" ON "apps_smshistory"("client_id", "sent_at");

-- CreateIndex
CREATE INDEX "apps_smshistory_practice_id_is_followed_idx" ON "apps_smshistory"("practice_id", "is_followed");

-- CreateIndex
CREATE INDEX "apps_smshistory_practice_id_planned_on_idx" ON "apps_smshistory"("practice_id", "planned_on");

-- CreateIndex
CREATE INDEX "apps_smsattempt_sms_history_id_idx" ON "apps_smsattempt"("sms_history_id");

-- CreateIndex
CREATE INDEX "apps_smsattempt_finished_at_idx" ON "apps_smsattempt"("finished_at");

-- CreateIndex
CREATE INDEX "apps_optout_number_idx" ON "apps_optout"("number");

-- CreateIndex
CREATE INDEX "apps_optout_practice_id_idx" ON "apps_optout"("practice_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_excludedphonetype_type_key" ON "apps_excludedphonetype"("type");

-- CreateIndex
CREATE INDEX "apps_subserver_server_id_idx" ON "apps_subserver"("server_id");

-- CreateIndex
CREATE INDEX "apps_practice_server_id_idx" ON "apps_practice"("server_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_practicesettings_practice_id_key" ON "apps_practicesettings"("practice_id");

-- CreateIndex
CREATE INDEX "apps_answer_question_id_idx" ON "apps_answer"("question_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_answer_practice_id_question_id_key" ON "apps_answer"("practice_id", "question_id");

-- AddForeignKey
ALTER TABLE "apps_client" ADD CONSTRAINT "apps_client_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_patient" ADD CONSTRAINT "apps_patient_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientpatientrelationship" ADD CONSTRAINT "apps_clientpatientrelationship_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientpatientrelationship" ADD CONSTRAINT "apps_clientpatientrelationship_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "apps_patient"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientpatientrelationship" ADD CONSTRAINT "apps_clientpatientrelationship_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_email" ADD CONSTRAINT "apps_email_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_email" ADD CONSTRAINT "apps_email_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_phone" ADD CONSTRAINT "apps_phone_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_phone" ADD CONSTRAINT "apps_phone_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_address" ADD CONSTRAINT "apps_address_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_address" ADD CONSTRAINT "apps_address_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_appointment" ADD CONSTRAINT "apps_appointment_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_appointment" ADD CONSTRAINT "apps_appointment_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "apps_patient"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_appointment" ADD CONSTRAINT "apps_appointment_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_appointment" ADD CONSTRAINT "apps_appointment_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_updatesemailevent" ADD CONSTRAINT "apps_updatesemailevent_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_reminder" ADD CONSTRAINT "apps_reminder_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_reminder" ADD CONSTRAINT "apps_reminder_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "apps_patient"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_reminder" ADD CONSTRAINT "apps_reminder_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_reminder" ADD CONSTRAINT "apps_reminder_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_reminder" ADD CONSTRAINT "apps_reminder_sms_history_id_fkey" FOREIGN KEY ("sms_history_id") REFERENCES "apps_smshistory"("uuid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_smsevent" ADD CONSTRAINT "apps_smsevent_sms_history_id_fkey" FOREIGN KEY ("sms_history_id") REFERENCES "apps_smshistory"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_smshistory" ADD CONSTRAINT "apps_smshistory_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_smshistory" ADD CONSTRAINT "apps_smshistory_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_smsattempt" ADD CONSTRAINT "apps_smsattempt_sms_history_id_fkey" FOREIGN KEY ("sms_history_id") REFERENCES "apps_smshistory"("uuid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_optout" ADD CONSTRAINT "apps_optout_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_outreachwatermark" ADD CONSTRAINT "apps_outreachwatermark_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_subserver" ADD CONSTRAINT "apps_subserver_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_practice" ADD CONSTRAINT "apps_practice_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "apps_server"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_practicesettings" ADD CONSTRAINT "apps_practicesettings_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_answer" ADD CONSTRAINT "apps_answer_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_answer" ADD CONSTRAINT "apps_answer_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "apps_question"("uuid") ON DELETE RESTRICT ON UPDATE CASCADE;
