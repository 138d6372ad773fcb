/** What the path of a file says: `<prefix>/YYYY/MM/DD/<server odu_id>/<name>.xlsx`. */
export interface UpdateFile {
  path: string;
  /** YYYY-MM-DD */
  day: string;
  /** Digits, without zeros before them. */
  serverId: string;
  name: string;
}

const workbookPrefix = "vetsuccess-changes-";

/** The folder of a server's files of one day, with its closing slash: a folder "09-copy" is another one. */
export function serverFolder(prefix: string, day: string, serverId: string): string {
  return `${dayFolder(prefix, day)}${serverId}/`;
}

/** The folder of all files of one day, with its closing slash. */
export function dayFolder(prefix: string, day: string): string {
  return `${prefix}/${day.replaceAll("-", "/")}/`;
}

/** Reads a path; null when it is not one of an update's file. The ending may be in capitals. */
export function parseUpdatePath(prefix: string, path: string): UpdateFile | null {
  if (!path.startsWith(`${prefix}/`)) return null;
  const match = /^(\d{4})\/(\d{2})\/(\d{2})\/(0|[1-9]\d{0,18})\/([^/]*\.xlsx)$/i.exec(
    path.slice(prefix.length + 1),
  );
  if (!match) return null;
  const [, year, month, date, serverId = "", name = ""] = match;
  return { path, day: `${year}-${month}-${date}`, serverId, name };
}

/** Our own workbook of a practice's changes stands beside the files of its server. */
export function workbookPath(prefix: string, day: string, serverId: string, practiceId: string): string {
  return `${serverFolder(prefix, day, serverId)}${workbookPrefix}${encodeURIComponent(practiceId)}.xlsx`;
}

/** Whether a file goes to the practice: those of its server do, but not the workbook of another practice. */
export function belongsTo(file: UpdateFile, practiceId: string): boolean {
  return (
    !file.name.startsWith(workbookPrefix) ||
    file.name === `${workbookPrefix}${encodeURIComponent(practiceId)}.xlsx`
  );
}

/** Names of the attachments, in the order of the files; several files of one day are numbered from the second on. */
export function attachmentNames(files: readonly UpdateFile[]): string[] {
  const seen = new Map<string, number>();
  return files.map(({ day }) => {
    const [year, month, date] = day.split("-");
    const count = (seen.get(day) ?? 0) + 1;
    seen.set(day, count);
    return `Remote_Scheduling_${month}${date}${year}${count > 1 ? `_${count}` : ""}.xlsx`;
  });
}

/** An Excel file is a ZIP archive; whatever is not was cut short or is something else. */
export function isWorkbook(content: Buffer): boolean {
  return content.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}
