// Puts compressed copies beside the text files of a folder, which the server then sends instead.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Nearly as small as the most that Brotli can do, in a tenth of the time. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

export function compressFolder(folder) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg)$/.test(file)) continue;
    const path = join(folder, file);
    const content = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(content, brotli));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}
