-- Identity: roles, sessions, links, second factor, tokens, keys and the audit trail.

-- AlterTable
ALTER TABLE "apps_user" ADD COLUMN     "role" VARCHAR(16) NOT NULL DEFAULT 'agent';

-- CreateTable
CREATE TABLE "apps_userpractice" (
    "user_id" UUID NOT NULL,
    "practice_id" VARCHAR(50) NOT NULL,

    CONSTRAINT "apps_userpractice_pkey" PRIMARY KEY ("user_id","practice_id")
);

-- CreateTable
CREATE TABLE "apps_session" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "id_hash" VARCHAR(64) NOT NULL,
    "user_id" UUID NOT NULL,
    "user_agent" VARCHAR(255),
    "address" VARCHAR(45),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "apps_session_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_userlink" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" VARCHAR(32) NOT NULL,
    "user_id" UUID,
    "token_hash" VARCHAR(64),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_userlink_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_signinchallenge" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_signinchallenge_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_signinthrottle" (
    "key_hash" VARCHAR(64) NOT NULL,
    "tries" INTEGER NOT NULL,
    "last_try_at" TIMESTAMPTZ(6) NOT NULL,
    "blocked_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "apps_signinthrottle_pkey" PRIMARY KEY ("key_hash")
);

-- CreateTable
CREATE TABLE "apps_secondfactor" (
    "user_id" UUID NOT NULL,
    "sealed_secret" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),
    "last_used_step" BIGINT,

    CONSTRAINT "apps_secondfactor_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "apps_recoverycode" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "code_hash" VARCHAR(64) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_recoverycode_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_tokenfamily" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_tokenfamily_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_refreshtoken" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "family_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "successor_id" UUID,
    "replaced_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_refreshtoken_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_apikey" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "prefix" VARCHAR(16) NOT NULL,
    "secret_hash" VARCHAR(64) NOT NULL,
    "scopes" VARCHAR(64)[],
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_apikey_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_auditevent" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" VARCHAR(64) NOT NULL,
    "actor_label" VARCHAR(255) NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "entity" VARCHAR(64) NOT NULL,
    "entity_id" VARCHAR(255),
    "changes" JSONB NOT NULL,
    "address" VARCHAR(45),
    "request_id" VARCHAR(64),

    CONSTRAINT "apps_auditevent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "apps_userpractice_practice_id_idx" ON "apps_userpractice"("practice_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_session_id_hash_key" ON "apps_session"("id_hash");

-- CreateIndex
CREATE INDEX "apps_session_user_id_idx" ON "apps_session"("user_id");

-- CreateIndex
CREATE INDEX "apps_session_expires_at_idx" ON "apps_session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "apps_userlink_token_hash_key" ON "apps_userlink"("token_hash");

-- CreateIndex
CREATE INDEX "apps_userlink_user_id_idx" ON "apps_userlink"("user_id");

-- CreateIndex
CREATE INDEX "apps_userlink_created_at_idx" ON "apps_userlink"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "apps_signinchallenge_token_hash_key" ON "apps_signinchallenge"("token_hash");

-- CreateIndex
CREATE INDEX "apps_signinchallenge_user_id_idx" ON "apps_signinchallenge"("user_id");

-- CreateIndex
CREATE INDEX "apps_signinchallenge_expires_at_idx" ON "apps_signinchallenge"("expires_at");

-- CreateIndex
CREATE INDEX "apps_signinthrottle_last_try_at_idx" ON "apps_signinthrottle"("last_try_at");

-- CreateIndex
CREATE UNIQUE INDEX "apps_recoverycode_user_id_code_hash_key" ON "apps_recoverycode"("user_id", "code_hash");

-- CreateIndex
CREATE INDEX "apps_tokenfamily_user_id_idx" ON "apps_tokenfamily"("user_id");

-- CreateIndex
CREATE INDEX "apps_tokenfamily_expires_at_idx" ON "apps_tokenfamily"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "apps_refreshtoken_successor_id_key" ON "apps_refreshtoken"("successor_id");

-- CreateIndex
CREATE INDEX "apps_refreshtoken_family_id_idx" ON "apps_refreshtoken"("family_id");

-- CreateIndex
CREATE UNIQUE INDEX "apps_apikey_prefix_key" ON "apps_apikey"("prefix");

-- CreateIndex
CREATE INDEX "apps_apikey_user_id_idx" ON "apps_apikey"("user_id");

-- CreateIndex
CREATE INDEX "apps_auditevent_at_idx" ON "apps_auditevent"("at");

-- CreateIndex
CREATE INDEX "apps_auditevent_actor_id_id_idx" ON "apps_auditevent"("actor_id", "id");

-- CreateIndex
CREATE INDEX "apps_auditevent_action_id_idx" ON "apps_auditevent"("action", "id");

-- CreateIndex
CREATE INDEX "apps_auditevent_entity_entity_id_id_idx" ON "apps_auditevent"("entity", "entity_id", "id");

-- AddForeignKey
ALTER TABLE "apps_userpractice" ADD CONSTRAINT "apps_userpractice_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_userpractice" ADD CONSTRAINT "apps_userpractice_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_session" ADD CONSTRAINT "apps_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_userlink" ADD CONSTRAINT "apps_userlink_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_signinchallenge" ADD CONSTRAINT "apps_signinchallenge_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_secondfactor" ADD CONSTRAINT "apps_secondfactor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_recoverycode" ADD CONSTRAINT "apps_recoverycode_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_tokenfamily" ADD CONSTRAINT "apps_tokenfamily_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_refreshtoken" ADD CONSTRAINT "apps_refreshtoken_family_id_fkey" FOREIGN KEY ("family_id") REFERENCES "apps_tokenfamily"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_apikey" ADD CONSTRAINT "apps_apikey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

-- Whoever was staff or superuser of the replaced system is an admin, also when rows are imported later.
UPDATE apps_user SET role = 'admin' WHERE is_staff OR is_superuser;
CREATE FUNCTION user_legacy_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_staff OR NEW.is_superuser THEN
    NEW.role := 'admin';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER user_legacy_admin BEFORE INSERT OR UPDATE OF is_staff, is_superuser ON apps_user
  FOR EACH ROW EXECUTE FUNCTION user_legacy_admin();
ALTER TABLE apps_user
  ADD CONSTRAINT user_role CHECK (role IN ('admin', 'manager', 'agent', 'viewer')),
  ADD CONSTRAINT user_legacy_flags_mean_admin CHECK (role = 'admin' OR NOT (is_staff OR is_superuser));

ALTER TABLE apps_session
  ADD CONSTRAINT session_id_hash CHECK (id_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT session_absolute_limit CHECK (expires_at <= created_at + interval '12 hours');
ALTER TABLE apps_userlink
  ADD CONSTRAINT userlink_kind CHECK (kind IN ('INVITATION', 'PASSWORD_RESET')),
  ADD CONSTRAINT userlink_token_expires CHECK ((token_hash IS NULL) = (expires_at IS NULL)),
  ADD CONSTRAINT userlink_token_hash CHECK (token_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE apps_signinchallenge
  ADD CONSTRAINT signinchallenge_token_hash CHECK (token_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE apps_recoverycode
  ADD CONSTRAINT recoverycode_code_hash CHECK (code_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE apps_refreshtoken
  ADD CONSTRAINT refreshtoken_replaced CHECK ((successor_id IS NULL) = (replaced_at IS NULL));
ALTER TABLE apps_apikey
  ADD CONSTRAINT apikey_secret_hash CHECK (secret_hash ~ '^[0-9a-f]{64}$');

-- The audit trail only grows.
CREATE FUNCTION auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'apps_auditevent is append-only: % is refused', TG_OP;
END
$$;
CREATE TRIGGER auditevent_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON apps_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION auditevent_append_only();
