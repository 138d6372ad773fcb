import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type {
  BlobDownloadResponseParsed,
  BlobServiceClient,
  ContainerClient,
  RestError,
  StoragePipelineOptions,
} from "@azure/storage-blob";
import type { FilesFailed, FileStore, StoredFile } from "@vetsuccess/domain/email-updates/ports";

/** How the account is reached: one of the three that Azure knows. */
export type AzureAccess =
  | { connectionString: string }
  | { account: string; sasToken: string }
  /** The identity of the machine that it runs on. */
  | { account: string };

export interface AzureBlobSettings {
  /** null: no storage is set; every call says so. */
  access: AzureAccess | null;
  container: string;
  /** For one listing, one download, one upload. */
  timeoutMs: number;
  /** A listing is read so many at a time. */
  pageSize?: number;
}

/** A listing is read up to so many. */
const maxListed = 100_000;
const uploadPieceBytes = 1024 * 1024;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A container of Azure Blob Storage as the product's port. */
export function createFileStore({
  access,
  container,
  timeoutMs,
  pageSize = 1000,
}: AzureBlobSettings): FileStore {
  if (access === null) return withoutStorage;
  const options: StoragePipelineOptions = {
    retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000, tryTimeoutInMs: timeoutMs },
  };
  let connected: Promise<ContainerClient> | undefined;
  const connect = () =>
    (connected ??= serviceOf(access, options).then((service) => service.getContainerClient(container)));
  const signal = () => AbortSignal.timeout(timeoutMs);

  return {
    async list(prefix) {
      try {
        const files: StoredFile[] = [];
        const client = await connect();
        const pages = client
          .listBlobsFlat({ prefix, abortSignal: signal() })
          .byPage({ maxPageSize: pageSize });
        for await (const { segment } of pages) {
          for (const { name, properties } of segment.blobItems)
            files.push({ path: name, bytes: properties.contentLength ?? 0 });
          if (files.length > maxListed)
            return failed(`There are more than ${maxListed} files under ${prefix}.`);
        }
        return { result: "LISTED", files };
      } catch (error) {
        return failed(`The files under ${prefix} could not be listed: ${wordsOf(error)}.`);
      }
    },

    async read(path, { maxBytes }) {
      try {
        const client = await connect();
        const answer = await client.getBlobClient(path).download(0, undefined, { abortSignal: signal() });
        const expected = answer.contentLength ?? 0;
        if (expected > maxBytes) {
          destroy(answer);
          return { result: "TOO_LARGE" };
        }
        const content = await collect(answer, expected);
        if (content === null) return failed(`${path} is broken: it ended before its ${expected} bytes.`);
        if (isDamaged(answer, content)) return failed(`${path} is broken: its checksum is wrong.`);
        return { result: "READ", content };
      } catch (error) {
        return failed(`${path} ${wordsOf(error)}.`);
      }
    },

    async open(path) {
      try {
        const client = await connect();
        const answer = await client.getBlobClient(path).download(0, undefined, { abortSignal: signal() });
        const { readableStreamBody: content, contentLength: bytes = 0 } = answer;
        if (!content) return failed(`${path} is broken: it has no content.`);
        return { result: "OPENED", bytes, content: content as Readable };
      } catch (error) {
        return failed(`${path} ${wordsOf(error)}.`);
      }
    },

    async write(path, content) {
      try {
        const client = await connect();
        await client.getBlockBlobClient(path).uploadStream(content, uploadPieceBytes, 2, {
          abortSignal: signal(),
          blobHTTPHeaders: { blobContentType: xlsx },
        });
        return { result: "WRITTEN" };
      } catch (error) {
        content.destroy();
        return failed(`${path} could not be written: ${wordsOf(error)}.`);
      }
    },
  };
}

const notSet = Promise.resolve({
  result: "FAILED" as const,
  reason: "No file storage is set: AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_ACCOUNT.",
});
const withoutStorage: FileStore = {
  list: () => notSet,
  read: () => notSet,
  open: () => notSet,
  write: () => notSet,
};

async function serviceOf(access: AzureAccess, options: StoragePipelineOptions): Promise<BlobServiceClient> {
  // Large: a server loads it with the first file that somebody asks for.
  const { BlobServiceClient } = await import("@azure/storage-blob");
  if ("connectionString" in access)
    return BlobServiceClient.fromConnectionString(access.connectionString, options);
  const url = `https://${access.account}.blob.core.windows.net`;
  if ("sasToken" in access)
    return new BlobServiceClient(`${url}?${access.sasToken.replace(/^\?/, "")}`, undefined, options);
  // Large, and needed in Azure alone.
  const { ManagedIdentityCredential } = await import("@azure/identity");
  return new BlobServiceClient(url, new ManagedIdentityCredential(), options);
}

/** The whole body; null when it breaks off. Never more than was announced. */
async function collect(answer: BlobDownloadResponseParsed, expected: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of (answer.readableStreamBody ?? []) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > expected) break;
    pieces.push(piece);
  }
  return bytes === expected ? Buffer.concat(pieces, expected) : null;
}

function isDamaged({ contentMD5 }: BlobDownloadResponseParsed, content: Buffer): boolean {
  if (!contentMD5 || contentMD5.length === 0) return false;
  return !createHash("md5").update(content).digest().equals(Buffer.from(contentMD5));
}

function destroy({ readableStreamBody: body }: BlobDownloadResponseParsed): void {
  if (body && "destroy" in body) (body as Readable).on("error", () => undefined).destroy();
}

const failed = (reason: string): FilesFailed => ({ result: "FAILED", reason });

/** The storage's own error; its class is not loaded here. */
const isAnswer = (error: unknown): error is RestError => error instanceof Error && error.name === "RestError";

/** What went wrong, without what the error quotes: addresses hold tokens. */
function wordsOf(error: unknown): string {
  if (isAnswer(error)) {
    if (error.statusCode === 404)
      return error.code === "ContainerNotFound" ? "has no container" : "is missing";
    if (error.statusCode === 401 || error.statusCode === 403)
      return "may not be read: the storage refuses us";
    if (error.statusCode !== undefined) return `could not be read: the storage answers ${error.statusCode}`;
  }
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError" || name === "TimeoutError") return "took too long";
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return `could not be read: the storage does not answer${code}`;
}
