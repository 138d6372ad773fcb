-- Two agents never work on one client unknowingly: who has a client open, and who works on it.

-- CreateTable
CREATE TABLE "apps_clientpresence" (
    "tab_id" UUID NOT NULL,
    "client_id" VARCHAR(255) NOT NULL,
    "user_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "apps_clientpresence_pkey" PRIMARY KEY ("tab_id")
);

-- CreateTable
CREATE TABLE "apps_clientlease" (
    "client_id" VARCHAR(255) NOT NULL,
    "user_id" UUID NOT NULL,
    "tab_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "apps_clientlease_pkey" PRIMARY KEY ("client_id")
);

-- CreateIndex
CREATE INDEX "apps_clientpresence_client_id_idx" ON "apps_clientpresence"("client_id");

-- CreateIndex
CREATE INDEX "apps_clientpresence_user_id_idx" ON "apps_clientpresence"("user_id");

-- CreateIndex
CREATE INDEX "apps_clientpresence_seen_at_idx" ON "apps_clientpresence"("seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "apps_clientlease_tab_id_key" ON "apps_clientlease"("tab_id");

-- CreateIndex
CREATE INDEX "apps_clientlease_user_id_idx" ON "apps_clientlease"("user_id");

-- AddForeignKey
ALTER TABLE "apps_clientpresence" ADD CONSTRAINT "apps_clientpresence_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientpresence" ADD CONSTRAINT "apps_clientpresence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientlease" ADD CONSTRAINT "apps_clientlease_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "apps_client"("odu_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "apps_clientlease" ADD CONSTRAINT "apps_clientlease_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "apps_user"("uuid") ON DELETE CASCADE ON UPDATE CASCADE;
