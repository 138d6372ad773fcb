import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findEmbedded, startEmbedded, type Embedded } from "./postgres.ts";

let folder: string;
let server: Embedded | undefined;

beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), "vetsuccess-postgres-")), "postgres");
});
afterAll(async () => {
  await server?.stop();
  server?.remove();
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

async function answer(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query("select 6 * 7 as answer")).rows;
  } finally {
    await client.end();
  }
}

test("a fresh folder becomes a server with a database", async () => {
  server = await startEmbedded(folder, { fast: true });
  await server.createDatabase("pets");
  await server.createDatabase("pets");
  expect(await answer(server.url("pets"))).toEqual([{ answer: 42 }]);
});

test("a second server on the folder is refused, and the first one is found", async () => {
  await expect(startEmbedded(folder, { fast: true })).rejects.toThrow(
    /lock file "postmaster.pid" already exists/,
  );
  expect(await answer(findEmbedded(folder)?.url("pets") ?? "")).toEqual([{ answer: 42 }]);
});

test("a server that was left behind is found and stopped", async () => {
  await findEmbedded(folder)?.stop();
  await server?.ended;
  expect(findEmbedded(folder)).toBeUndefined();
});

test("the number of a dead server, given to another process, does not stop the next start", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    writeFileSync(
      join(folder, "cluster", "postmaster.pid"),
      `${other.pid}\n${join(folder, "cluster")}\n0\n5432\n`,
    );
    expect(findEmbedded(folder)).toBeUndefined();
    server = await startEmbedded(folder, { fast: true });
    expect(await answer(server.url("pets"))).toEqual([{ answer: 42 }]);
    expect(readFileSync(join(folder, "cluster", "postmaster.pid"), "utf8")).not.toContain(`${other.pid}\n`);
  } finally {
    other.kill();
  }
});

test("it recovers from being killed", async () => {
  server?.kill();
  await server?.ended;
  server = await startEmbedded(folder, { fast: true });
  expect(await answer(server.url("pets"))).toEqual([{ answer: 42 }]);
});
