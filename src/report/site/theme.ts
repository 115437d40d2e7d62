/** The style and the scripts of pages, from `reports/theme/`. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash } from "../../common/hash.js";

/** The package's own folder, where its theme lies; the same from `src/` and from `dist/`. */
export const packageFolder: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Style sheets in the order in which they refine each other. */
const styleFiles: readonly string[] = [
  "tokens.css",
  "page.css",
  "outputs.css",
  "verdicts.css",
  "boxes.css",
  "cells.css",
  "findings.css",
  "cards.css",
  "records.css",
  "print.css",
];

/** Scripts; each stands alone, in this order. */
const scriptFiles: readonly string[] = [
  "theme.js",
  "tables.js",
  "figures.js",
  "contents.js",
  "scrolling.js",
  "records.js",
  "search.js",
];

/** Style and script as one file each, and a hash that changes with either. */
export interface Theme {
  readonly style: string;
  readonly script: string;
  readonly version: string;
}

/** Reads the theme from a folder, by default the package's. */
export async function readTheme(
  folder: string = join(packageFolder, "reports/theme"),
): Promise<Theme> {
  const read = async (files: readonly string[]): Promise<string> =>
    (await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")))).join("\n");
  const [style, script] = await Promise.all([read(styleFiles), read(scriptFiles)]);
  return { style, script, version: contentHash([style, script]).slice(0, 12) };
}

/** Path of plotly's browser bundle, as npm installed it. */
export function plotlyPath(): string {
  return createRequire(import.meta.url).resolve("plotly.js-dist-min/plotly.min.js");
}
