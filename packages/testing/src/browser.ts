import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function findChromium(): string | undefined {
  const given = process.env["CHROMIUM_PATH"];
  if (given) return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return [...installed, mac].find((path) => existsSync(path));
}

/**
 * The installed Chromium: CHROMIUM_PATH, or the first one on the PATH; undefined where there is none:
 * `describe.skipIf(!chromiumPath)(…)`, the run says so once.
 */
export const chromiumPath: string | undefined = findChromium();

/** For `chromium.launch` of @playwright/test: the installed browser, quiet and offline. */
export const launchOptions = {
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
