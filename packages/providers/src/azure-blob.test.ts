import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { startAzurite, type Azurite } from "@vetsuccess/sandbox/azurite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFileStore } from "./azure-blob.ts";

let azurite: Azurite;
let container: ContainerClient;
beforeAll(async () => {
  azurite = await startAzurite({ container: "updates" });
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient("updates");
}, 60_000);
afterAll(() => azurite.stop());

const store = (change: Partial<Parameters<typeof createFileStore>[0]> = {}) =>
  createFileStore({
    access: { connectionString: azurite.connectionString },
    container: "updates",
    timeoutMs: 20_000,
    ...change,
  });
const put = (path: string, content = "PK") =>
  container.getBlockBlobClient(path).upload(content, Buffer.byteLength(content));
async function text(stream: Readable): Promise<string> {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

test("lists what lies under a prefix, by path, and nothing beside it", async () => {
  for (const path of ["u/2026/06/09/101/b.xlsx", "u/2026/06/09/101/a ü.xlsx", "u/2026/06/09-copy/101/c.xlsx"])
    await put(path);
  expect(await store().list("u/2026/06/09/")).toEqual({
    result: "LISTED",
    files: [
      { path: "u/2026/06/09/101/a ü.xlsx", bytes: 2 },
      { path: "u/2026/06/09/101/b.xlsx", bytes: 2 },
    ],
  });
  expect(await store().list("u/2026/06/10/")).toEqual({ result: "LISTED", files: [] });
});

test("a long listing comes whole, page by page", async () => {
  const paths = Array.from({ length: 25 }, (_, at) => `many/${String(at).padStart(2, "0")}.xlsx`);
  await Promise.all(paths.map((path) => put(path)));
  const listed = await store({ pageSize: 10 }).list("many/");
  expect(listed.result === "LISTED" && listed.files.map(({ path }) => path)).toEqual(paths);
});

test("writes a stream, reads it, opens it", async () => {
  const content = "x".repeat(3_000_000);
  expect(await store().write("w/a.xlsx", Readable.from([content.slice(0, 7), content.slice(7)]))).toEqual({
    result: "WRITTEN",
  });
  const read = await store().read("w/a.xlsx", { maxBytes: 3_000_000 });
  expect(read.result === "READ" && read.content.toString() === content).toBe(true);
  const opened = await store().open("w/a.xlsx");
  expect(opened.result === "OPENED" && [opened.bytes, (await text(opened.content)).length]).toEqual([
    3e6, 3e6,
  ]);
});

test("a stream that fails leaves no file", async () => {
  const failing = new Readable({
    read() {
      this.destroy(new Error("no"));
    },
  });
  expect((await store().write("w/none.xlsx", failing)).result).toBe("FAILED");
  expect(await store().list("w/none")).toEqual({ result: "LISTED", files: [] });
});

test("what is missing is named", async () => {
  const failure = { result: "FAILED", reason: "w/gone.xlsx is missing." };
  expect(await store().read("w/gone.xlsx", { maxBytes: 10 })).toEqual(failure);
  expect(await store().open("w/gone.xlsx")).toEqual(failure);
});

test("what is too large is not fetched", async () => {
  await put("w/large.xlsx", "12345678901");
  expect(await store().read("w/large.xlsx", { maxBytes: 10 })).toEqual({ result: "TOO_LARGE" });
});

test("what cannot be listed is never an empty list", async () => {
  expect(await store({ container: "nowhere" }).list("u/")).toEqual({
    result: "FAILED",
    reason: "The files under u/ could not be listed: has no container.",
  });
  const wrongKey = azurite.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${"A".repeat(86)}==`);
  const refused = await store({ access: { connectionString: wrongKey } }).list("u/");
  expect(refused).toMatchObject({
    result: "FAILED",
    reason: expect.stringContaining("refuses us") as string,
  });
  const closed = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1");
  const unreachable = await store({ access: { connectionString: closed }, timeoutMs: 3_000 }).list("u/");
  expect(unreachable.result).toBe("FAILED");
  expect(await store({ access: null }).list("u/")).toMatchObject({
    result: "FAILED",
    reason: expect.stringContaining("AZURE_STORAGE_ACCOUNT") as string,
  });
});

/** A storage that answers as told. */
async function withStorage<T>(
  answer: (response: ServerResponse) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const port = (server.address() as AddressInfo).port;
  const connectionString = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
  try {
    return await use(connectionString);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  [
    "whose checksum is wrong",
    (response) =>
      response
        .writeHead(200, {
          etag: "e",
          "content-length": "3",
          "content-md5": Buffer.alloc(16).toString("base64"),
        })
        .end("abc"),
    /broken: its checksum/,
  ],
  [
    "that breaks off",
    (response) => {
      response.writeHead(200, { etag: "e", "content-length": "100" }).write("abc");
      setTimeout(() => response.destroy(), 20);
    },
    /f\.xlsx (is broken|could not be read|took too long)/,
  ],
  ["that never comes", () => undefined, /took too long/],
])("a file %s is an error with its name", { timeout: 20_000 }, async (_name, answer, words) => {
  await withStorage(answer, async (connectionString) => {
    const read = await store({ access: { connectionString }, timeoutMs: 1_000 }).read("f.xlsx", {
      maxBytes: 100,
    });
    expect(read).toMatchObject({ result: "FAILED", reason: expect.stringMatching(words) as string });
  });
});
