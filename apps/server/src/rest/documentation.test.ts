import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { identityForTests, signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { buildServer } from "../server.ts";

const database = useTestDatabase();
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
let app: FastifyInstance;
let headers: { cookie: string };

beforeAll(async () => {
  const deps = { ...testSender(database).deps, identity: identityForTests, hasher: passwordHasher };
  app = await buildServer(deps, { log: createLog("silent"), adminDir, migrations: [] });
  ({ headers } = await signInAs(deps, "viewer"));
});
afterAll(async () => {
  await app.close();
  rmSync(adminDir, { recursive: true });
});

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown>; summary?: string }>>;
}
const read = async () => (await app.inject({ url: "/api/v1/openapi.json", headers })).json<Document>();

test("the committed document is current (mend it with vitest -u)", async () => {
  const written = `${JSON.stringify(await read(), null, 2)}\n`;
  await expect(written).toMatchFileSnapshot("../../../../docs/openapi.json");
});

test("the document is valid OpenAPI 3.1", async () => {
  const document = await read();
  expect(document.openapi).toBe("3.1.0");
  const problems = await lintFromString({
    source: JSON.stringify(document),
    // Older programs ask for paths that end with a slash.
    config: await createConfig({ extends: ["recommended"], rules: { "no-path-trailing-slash": "off" } }),
  });
  const told = problems.map(({ ruleId, severity, message, location }) => ({
    ruleId,
    severity,
    message,
    at: location[0]?.pointer,
  }));
  expect(told).toEqual([]);
});

test("every operation has a summary and says what it answers", async () => {
  const operations = Object.values((await read()).paths).flatMap((path) => Object.values(path));
  expect(operations.length).toBeGreaterThan(12);
  for (const { summary, responses } of operations) {
    expect(summary).toBeTruthy();
    expect(Object.keys(responses)).toContain("200");
  }
});

describe("the page to read it", () => {
  test("has its script and style from here", async () => {
    const page = await app.inject({ url: "/api/v1/docs/", headers });
    expect(page.statusCode).toBe(200);
    const files = [...page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const { statusCode, headers: given } = await app.inject({ url: `/api/v1/docs/${file}`, headers });
      expect({ file, statusCode }).toEqual({ file, statusCode: 200 });
      expect(given["content-security-policy"]).toContain("default-src 'self'");
    }
    expect(page.body).not.toMatch(/https?:\/\/|<script>/);
  });

  test.each(["/api/v1/docs/", "/api/v1/docs/static/swagger-ui.css", "/api/v1/openapi.json"])(
    "%s is for those who are signed in",
    async (url) => {
      expect((await app.inject({ url })).statusCode).toBe(401);
    },
  );

  test("leads a browser to the sign-in", async () => {
    const { statusCode, body } = await app.inject({ url: "/api/v1/docs/", headers: { accept: "text/html" } });
    expect(statusCode).toBe(401);
    expect(body).toContain('<a href="/">Sign in</a>');
  });
});
