/** A site made by the built-in renderer, page by page. */
import { createHash } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, fileHash } from "../../common/hash.js";
import type { SiteFrame } from "../builtin/document.js";
import { renderNotebook, type PageLink, type RenderedPage } from "../builtin/notebook-html.js";
import { cardsHtml, renderIndex, renderRecords, renderText } from "../builtin/site-pages.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { recordPages } from "../records/record-pages.js";
import { searchScript } from "../records/search-index.js";
import type { SiteSource, SourcePage } from "./site-source.js";
import {
  isUnchanged,
  readSiteState,
  rendererHash,
  stateFileName,
  type SiteState,
} from "./site-state.js";
import { replaceFolder } from "./swap.js";
import { plotlyPath, readTheme, type Theme } from "./theme.js";

/** One file of the site to be: what decides its bytes, and how to make them. */
interface SiteFile {
  readonly name: string;
  readonly key: string;
  readonly warnings: readonly string[];
  readonly make: () => RenderedPage;
}

/** Which files were taken over as they were, and the remarks of all. */
export interface SiteReport {
  readonly reused: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

/** Makes the site in `folder`. With `reuse`, files whose sources did not change are kept. */
export async function buildBuiltinSite(
  source: SiteSource,
  folder: string,
  reuse: boolean,
): Promise<SiteReport> {
  const theme = await readTheme();
  const frame = siteFrame(source, theme);
  const base = contentHash([await rendererHash(), theme.version, source.textHash]);
  const files = siteFiles(source, frame, base);
  const state = reuse ? await readSiteState(folder) : undefined;
  const reused = await unchangedFiles(files, folder, state);
  const known = Object.keys(state?.files ?? {});
  const isSame = reused.size === files.length && known.length === files.length;
  const usesPlotly = source.pages.some(({ page }) => page.hasFigures);
  if (isSame && (await hasAssets(folder, theme, usesPlotly))) {
    return { reused, warnings: Object.values(state?.warnings ?? {}).flat() };
  }
  const warnings: Record<string, readonly string[]> = {};
  await replaceFolder(folder, async (temporary) => {
    await mkdir(join(temporary, "assets"));
    const hashes: Record<string, { key: string; hash: string }> = {};
    for (const file of files) {
      const path = join(temporary, file.name);
      if (reused.has(file.name)) {
        await copyFile(join(folder, file.name), path);
        warnings[file.name] = state?.warnings[file.name] ?? [];
      } else {
        const { html, unresolved } = file.make();
        await writeFile(path, html);
        const lost = unresolved.map((name) => `${file.name}: ${name} leads nowhere`);
        warnings[file.name] = [...lost, ...file.warnings];
      }
      hashes[file.name] = { key: file.key, hash: await fileHash(path) };
    }
    await writeAssets(temporary, theme, usesPlotly);
    const next: SiteState = { schema: 1, renderer: "builtin", files: hashes, warnings };
    await writeFile(join(temporary, stateFileName), `${JSON.stringify(next, null, 1)}\n`);
  });
  return { reused, warnings: Object.values(warnings).flat() };
}

async function unchangedFiles(
  files: readonly SiteFile[],
  folder: string,
  state: SiteState | undefined,
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const { name, key } of files) {
    if (await isUnchanged(folder, name, key, state)) names.add(name);
  }
  return names;
}

function siteFrame(source: SiteSource, theme: Theme): SiteFrame {
  const links = [
    { href: "index.html", text: "Reports" },
    { href: "ledger.html", text: "Claims" },
    { href: "runs.html", text: "Runs" },
    { href: "data.html", text: "Data" },
    ...methodsLinks(source),
  ];
  return {
    siteTitle: "Moviola",
    links,
    assetVersion: theme.version,
    renderedBy: "Rendered by Moviola's built-in renderer",
  };
}

function siteFiles(source: SiteSource, frame: SiteFrame, base: string): SiteFile[] {
  const { records, recordsHash, bibliography, methods } = source;
  const header = JSON.stringify(frame.links);
  const own = recordPages(records).map((page): SiteFile => {
    return {
      name: `${page.name}.html`,
      key: contentHash([base, header, recordsHash]),
      warnings: [],
      make: () => renderRecords(page, frame),
    };
  });
  const files = [...reportFiles(source, frame, base), indexFile(source, frame, base), ...own];
  files.push(searchFile(source, base));
  if (methods === undefined) return files;
  return files.concat({
    name: `${methods.name}.html`,
    key: contentHash([base, methods.name, header]),
    warnings: [],
    make: () => renderText(methods, frame, bibliography),
  });
}

/** The reports' own pages. */
function reportFiles(source: SiteSource, frame: SiteFrame, base: string): SiteFile[] {
  const { pages, recordsHash, bibliography } = source;
  const header = JSON.stringify(frame.links);
  return pages.map((page, at) => {
    const neighbours = { before: linkTo(pages[at - 1]), after: linkTo(pages[at + 1]) };
    const links = JSON.stringify(neighbours);
    return {
      name: `${page.page.name}.html`,
      key: contentHash([base, page.hash, links, header, recordsHash]),
      warnings: page.warnings,
      make: () => renderNotebook(page.page, frame, bibliography, neighbours),
    };
  });
}

function indexFile(source: SiteSource, frame: SiteFrame, base: string): SiteFile {
  const { pages, failed, bibliography, intro } = source;
  const cards = cardsHtml(
    pages.map(({ page }) => page),
    failed,
    bibliography,
  );
  return {
    name: "index.html",
    key: contentHash([base, cards, JSON.stringify(frame.links)]),
    warnings: [],
    make: () => renderIndex(intro, cards, frame, bibliography),
  };
}

/** What the search of the index looks through. */
function searchFile({ pages, records }: SiteSource, base: string): SiteFile {
  const script = searchScript(
    pages.map(({ page }) => page),
    records,
  );
  return {
    name: "assets/search.js",
    key: contentHash([base, script]),
    warnings: [],
    make: () => ({ html: script, unresolved: [] }),
  };
}

/** The page of methods, as a report or as a text, and that of metrics where there is one. */
function methodsLinks({ pages, methods }: SiteSource): SiteFrame["links"][number][] {
  const isReport = pages.some(({ page }) => page.name === "methods");
  const own = isReport ? [{ href: "methods.html", text: "Methods" }] : [];
  if (methods === undefined) return own;
  const text = methods.name === "metrics" ? "Metrics" : "Methods";
  return [...own, { href: `${methods.name}.html`, text }];
}

function linkTo(source: SourcePage | undefined): PageLink | undefined {
  if (source === undefined) return undefined;
  const { name, title }: NotebookPage = source.page;
  return { href: `${name}.html`, title: title.title };
}

/** Style, scripts and, for pages with figures, plotly: once for the whole site. */
async function writeAssets(folder: string, theme: Theme, usesPlotly: boolean): Promise<void> {
  const assets = join(folder, "assets");
  await mkdir(assets, { recursive: true });
  await writeFile(join(assets, "moviola.css"), theme.style);
  await writeFile(join(assets, "moviola.js"), theme.script);
  if (usesPlotly) await copyFile(plotlyPath(), join(assets, "plotly.min.js"));
}

async function hasAssets(folder: string, theme: Theme, usesPlotly: boolean): Promise<boolean> {
  const hash = (name: string): Promise<string> =>
    fileHash(join(folder, "assets", name)).catch(() => "");
  const { style, script } = theme;
  const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
  if ((await hash("moviola.css")) !== digest(style)) return false;
  if ((await hash("moviola.js")) !== digest(script)) return false;
  return !usesPlotly || (await hash("plotly.min.js")) === (await fileHash(plotlyPath()));
}
