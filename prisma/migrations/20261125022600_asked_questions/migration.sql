-- Questions that agents ask the practices, and those that each user has pinned.

-- CreateTable
CREATE TABLE "apps_askedquestion" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "practice_id" VARCHAR(50) NOT NULL,
    "question_id" UUID,
    "text" VARCHAR(255) NOT NULL,
    "text_key" VARCHAR(255) NOT NULL,
    "times_asked" INTEGER NOT NULL DEFAULT 1,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "asked_by" VARCHAR(255) NOT NULL,
    "last_asked_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_askedquestion_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "apps_questionpin" (
    "user_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,

    CONSTRAINT "apps_questionpin_pkey" PRIMARY KEY ("user_id","question_id")
);

-- CreateIndex
CREATE INDEX "apps_askedquestion_practice_id_closed_at_idx" ON "apps_askedquestion"("practice_id", "closed_at");

-- CreateIndex
CREATE INDEX "apps_askedquestion_question_id_idx" ON "apps_askedquestion"("question_id");

-- CreateIndex
CREATE INDEX "apps_questionpin_question_id_idx" ON "apps_questionpin"("question_id");

-- AddForeignKey
ALTER TABLE "apps_askedquestion" ADD CONSTRAINT "apps_askedquestion_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "apps_practice"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_askedquestion" ADD CONSTRAINT "apps_askedquestion_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "apps_question"("uuid") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_questionpin" ADD CONSTRAINT "apps_questionpin_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_questionpin" ADD CONSTRAINT "apps_questionpin_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "apps_question"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

-- The same question waits once per practice.
CREATE UNIQUE INDEX askedquestion_waiting ON apps_askedquestion (practice_id, text_key) WHERE closed_at IS NULL;

-- An answered question does not wait, whoever answered it.
CREATE FUNCTION askedquestion_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE apps_askedquestion SET closed_at = now()
  WHERE practice_id = NEW.practice_id AND question_id = NEW.question_id AND closed_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER askedquestion_answered AFTER INSERT OR UPDATE ON apps_answer
  FOR EACH ROW EXECUTE FUNCTION askedquestion_answered();
