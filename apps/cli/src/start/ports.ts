import { createServer } from "node:net";
import { freePort } from "@vetsuccess/sandbox/postgres";

/**
 * The first port at or after the wanted one that nobody listens on; for 0 any free one.
 *
 * @throws Error when a hundred ports in a row are busy
 */
export async function firstFreePort(wanted: number): Promise<number> {
  if (wanted === 0) return await freePort();
  const last = Math.min(wanted + 99, 65_535);
  for (let port = wanted; port <= last; port += 1) if (await isFree(port)) return port;
  throw new Error(`the ports ${wanted} to ${last} are all busy: choose another with --port`);
}

/** Free on both loopback addresses: a browser may take either one for "localhost". */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

/** A machine without that kind of address counts as free. */
function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      done(!["EADDRINUSE", "EACCES"].includes(error.code ?? "")),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
  });
}
