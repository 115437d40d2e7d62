/** A system Chromium for browser tests; nothing is downloaded. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const candidates = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of the browser, or `undefined`: `CHROMIUM_PATH`, then the usual places. */
export const chromiumPath: string | undefined = candidates.find(
  (path) => path !== undefined && path !== "" && existsSync(path),
);

/** Name of a browser test, which says why it is skipped where there is no browser. */
export function browserTestName(name: string): string {
  return chromiumPath === undefined
    ? `${name} (skipped: no Chromium found; set CHROMIUM_PATH)`
    : name;
}

/** Starts the browser, without background services of its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
