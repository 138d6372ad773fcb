import { BlobServiceClient } from "@azure/storage-blob";
import ExcelJS from "exceljs";
import pg from "pg";

interface Options {
  databaseUrl: string;
  connectionString: string;
  container: string;
  /** YYYY-MM-DD */
  days: readonly string[];
}

interface Change {
  client: string;
  pet: string;
  outcome: string;
}

const perFile = 12;

/** A workbook of made-up changes for each server whose practices are mailed, and each day that has none yet. */
export async function makeDemoFiles({
  databaseUrl,
  connectionString,
  container,
  days,
}: Options): Promise<void> {
  const storage = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows: servers } = await database.query<{ id: string }>(`
      select distinct p.server_id::text as id from apps_practice p
      join apps_practicesettings s on s.practice_id = p.odu_id
      where s.is_email_updates_enabled and p.server_id is not null order by 1`);
    for (const [place, day] of days.entries())
      for (const { id } of servers) {
        const blob = storage.getBlockBlobClient(
          `daily_updates/${day.replaceAll("-", "/")}/${id}/changes.xlsx`,
        );
        if (await blob.exists()) return;
        await blob.uploadData(await workbookOf(day, await changesOf(database, id, place)));
      }
  } finally {
    await database.end();
  }
}

async function changesOf(database: pg.Client, serverId: string, place: number): Promise<Change[]> {
  const { rows } = await database.query<Change>(
    `select c.full_name as client, pet.name as pet, coalesce(pet.outcome, 'Left voicemail') as outcome
     from apps_client c
     join apps_clientpatientrelationship r on r.client_id = c.odu_id
     join apps_patient pet on pet.odu_id = r.patient_id
     where c.server_id = $1 and c.full_name is not null and pet.name is not null
     order by c.odu_id, pet.odu_id offset $2 limit $3`,
    [serverId, place * perFile, perFile],
  );
  return rows;
}

async function workbookOf(day: string, changes: readonly Change[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(day, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = [
    { header: "Client", key: "client", width: 28 },
    { header: "Pet", key: "pet", width: 18 },
    { header: "Outcome", key: "outcome", width: 34 },
  ];
  sheet.getRow(1).font = { bold: true };
  sheet.addRows([...changes]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
