/**
 * `node scripts/check-site.mjs [folder] [--axe path/to/axe.min.js]`: looks over a built site (default `reports/_site`).
 * Every number that names its runs equals what the run store holds, every link inside the site leads somewhere, nothing
 * is asked of another host, and the site is light enough to be copied. With `--axe` (axe-core's browser build) and a
 * Chromium (`CHROMIUM_PATH`, `/usr/bin/chromium`) every page is also examined for accessibility, light and dark, on a
 * desk and on a phone. Exit code 1 when something is wrong.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { parseHTML } from "linkedom";
import { root } from "./steps.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { axe: { type: "string" } },
});
const folder = resolve(positionals[0] ?? join(root, "reports/_site"));
const built = (path) => import(pathToFileURL(join(root, "dist", path)).href);
const { compareRuns, RunStore } = await built("index.js");
const { siteSize } = await built("report/site/site-size.js");

const faults = [];
const pages = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".html"))
    .map((name) => [name, parseHTML(readFileSync(join(folder, name), "utf8")).document]),
);

/** What the store gives for a metric of some runs; undefined where it has not all of them. */
const store = new RunStore(process.env.MOVIOLA_RUNS ?? join(root, ".moviola/runs"));
const known = new Map();
async function storedMean(ids, metric) {
  const runs = [];
  for (const id of ids) {
    if (!known.has(id)) known.set(id, await store.read(id).catch(() => undefined));
    runs.push(known.get(id));
  }
  if (runs.includes(undefined)) return undefined;
  return compareRuns(runs, { metrics: [metric] }).rows[0].cells[metric].estimate.mean;
}

async function checkNumbers(name, document) {
  let checked = 0;
  for (const cell of document.querySelectorAll("td[data-runs][data-metric]")) {
    const { runs, metric, value } = cell.dataset;
    const stored = await storedMean(runs.split(" "), metric);
    if (stored === undefined) continue;
    checked++;
    // Sums in another order may differ in the last digit.
    if (Math.abs(Number(value) - stored) > 1e-12 * Math.abs(stored)) {
      faults.push(`${name}: ${metric} of ${runs} is ${value}, its runs say ${stored}`);
    }
  }
  for (const body of document.querySelectorAll(".run-body")) {
    for (const row of body.querySelectorAll("tr[data-metric]")) {
      const { metric } = row.dataset;
      const run =
        (await storedMean([body.id], metric)) === undefined ? undefined : known.get(body.id);
      if (run === undefined) continue;
      checked++;
      const told = Number(row.querySelector("td").dataset.value);
      if (told !== run.record.metrics[metric].mean) {
        faults.push(`${name}: ${metric} of run ${body.id} is ${told} there`);
      }
    }
  }
  return checked;
}

function checkLinks(name, document) {
  for (const link of document.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href");
    if (/^(https?|mailto|data):/.test(address)) continue;
    const [path, anchor] = address.split("#");
    const file = path.split("?")[0] || name;
    if (!existsSync(join(folder, file))) faults.push(`${name}: there is no ${file}`);
    else if (
      anchor &&
      pages.has(file) &&
      !pages.get(file).getElementById(decodeURIComponent(anchor))
    ) {
      faults.push(`${name}: ${file} has no #${anchor}`);
    }
  }
  for (const part of document.querySelectorAll(
    "script[src], link[href], img[src], iframe, source",
  )) {
    const address = part.getAttribute("src") ?? part.getAttribute("href") ?? "";
    if (/^(https?:)?\/\//.test(address)) faults.push(`${name}: loads ${address.slice(0, 80)}`);
  }
}

async function checkAccess(axePath) {
  const { chromium } = await import("playwright-core");
  const axe = readFileSync(axePath, "utf8");
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  for (const name of pages.keys()) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 390]) {
        const viewport = { width, height: 900 };
        const page = await browser.newPage({ viewport, colorScheme, bypassCSP: true });
        await page.goto(pathToFileURL(join(folder, name)).href);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) faults.push(`${name}: ${wide} wide in a window of ${width}`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, { preload: false }),
        );
        for (const { id, impact, nodes } of violations) {
          const first = nodes[0].target.join(" ");
          faults.push(
            `${name}, ${colorScheme}, ${width}: ${id} (${impact}), ${nodes.length} times, such as ${first}`,
          );
        }
        await page.close();
      }
    }
  }
  await browser.close();
}

let checked = 0;
for (const [name, document] of pages) {
  checkLinks(name, document);
  checked += await checkNumbers(name, document);
}
if (values.axe !== undefined) await checkAccess(resolve(values.axe));
const size = await siteSize(folder);
faults.push(...size.warnings);
for (const fault of faults) console.error(fault);
console.log(
  `${pages.size} pages, ${(size.bytes / 1e6).toFixed(1)} MB, ${checked} numbers checked: ${faults.length === 0 ? "nothing wrong" : `${faults.length} faults`}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
