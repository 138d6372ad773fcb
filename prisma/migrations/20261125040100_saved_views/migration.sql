-- Agents keep filters and order of the worklist under a name, for themselves or for everybody.

-- CreateTable
CREATE TABLE "apps_savedview" (
    "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_id" UUID,
    "name" VARCHAR(60) NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "filter" JSONB NOT NULL,
    "sort" VARCHAR(16) NOT NULL,
    "direction" VARCHAR(4) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_savedview_pkey" PRIMARY KEY ("uuid")
);

-- CreateIndex
CREATE INDEX "apps_savedview_owner_id_idx" ON "apps_savedview"("owner_id");

-- AddForeignKey
ALTER TABLE "apps_savedview" ADD CONSTRAINT "apps_savedview_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "apps_user"("uuid") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

-- An owner's views have different names; those that were deleted do not count.
CREATE UNIQUE INDEX savedview_owner_name ON apps_savedview (owner_id, lower(name)) WHERE deleted_at IS NULL;
CREATE INDEX savedview_shared ON apps_savedview (lower(name)) WHERE is_shared AND deleted_at IS NULL;
