/** A site made by Quarto from a staged copy of the project. */
import { copyFile, cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { contentHash, fileHash } from "../../common/hash.js";
import { makeTemporaryFolder } from "../../common/temporary-folder.js";
import { cardsHtml, searchHtml, type TextPage } from "../builtin/site-pages.js";
import type { Quarto } from "../quarto/find-quarto.js";
import { runQuarto } from "../quarto/run-quarto.js";
import { rawHtml, stagedNotebook } from "../quarto/staged-notebook.js";
import { recordPageNames, recordPages } from "../records/record-pages.js";
import { searchScript } from "../records/search-index.js";
import type { SiteReport } from "./builtin-site.js";
import type { SiteSource } from "./site-source.js";
import {
  isUnchanged,
  readSiteState,
  rendererHash,
  stateFileName,
  type SiteState,
} from "./site-state.js";
import { replaceFolder } from "./swap.js";
import { packageFolder, plotlyPath, readTheme } from "./theme.js";

/** Settings of {@link buildQuartoSite}. */
export interface QuartoSiteOptions {
  readonly quarto: Quarto;
  readonly reuse: boolean;
  readonly timeoutSeconds: number;
}

/** Makes the site with Quarto and puts it in `folder`; an unchanged site is kept as it is. */
export async function buildQuartoSite(
  source: SiteSource,
  folder: string,
  { quarto, reuse, timeoutSeconds }: QuartoSiteOptions,
): Promise<SiteReport> {
  const texts = source.methods === undefined ? [] : [source.methods.name];
  const names = ["index", ...recordPageNames, ...texts];
  const files = [...names, ...source.pages.map(({ page }) => page.name)].map(
    (name) => `${name}.html`,
  );
  const key = await siteKey(source, quarto);
  const state = reuse ? await readSiteState(folder) : undefined;
  const unchanged = await Promise.all(files.map((file) => isUnchanged(folder, file, key, state)));
  if (unchanged.every(Boolean) && Object.keys(state?.files ?? {}).length === files.length) {
    return { reused: new Set(files), warnings: Object.values(state?.warnings ?? {}).flat() };
  }
  const staging = await makeTemporaryFolder("quarto");
  try {
    await stage(source, staging);
    const site = await render(staging, files, quarto, timeoutSeconds);
    const warnings = { ...(await remoteWarnings(site, files)) };
    for (const { page, warnings: own } of source.pages) {
      warnings[`${page.name}.html`] = [...(warnings[`${page.name}.html`] ?? []), ...own];
    }
    await replaceFolder(folder, async (temporary) => {
      await cp(site, temporary, { recursive: true });
      const hashes: Record<string, { key: string; hash: string }> = {};
      for (const file of files) hashes[file] = { key, hash: await fileHash(join(temporary, file)) };
      const next: SiteState = { schema: 1, renderer: "quarto", files: hashes, warnings };
      await writeFile(join(temporary, stateFileName), `${JSON.stringify(next, null, 1)}\n`);
    });
    return { reused: new Set(), warnings: Object.values(warnings).flat() };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function siteKey(source: SiteSource, quarto: Quarto): Promise<string> {
  const { version } = await readTheme();
  const project = await fileHash(await quartoProjectFile([source.projectFolder, packageFolder]));
  const pages = source.pages.flatMap(({ page, hash }) => [page.name, hash]);
  const failed = source.failed.flatMap(({ name, message }) => [name, message]);
  return contentHash([
    await rendererHash(),
    quarto.version,
    version,
    project,
    source.textHash,
    String(pages.length),
    ...pages,
    ...failed,
  ]);
}

/**
 * The first `_quarto.yml` in the folders: the project's own, else the package's. Throws
 * `E_QUARTO_PROJECT` when there is none.
 */
export async function quartoProjectFile(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const path = join(folder, "_quarto.yml");
    if ((await readFile(path).catch(() => undefined)) !== undefined) return path;
  }
  throw new MoviolaError("E_QUARTO_PROJECT", "There is no Quarto project file", {
    where: folders.join(", "),
    expected: "_quarto.yml",
    remedy: "run the command in the project's folder, or use `--renderer builtin`",
  });
}

/** The project file; a report on methods takes the place of the text in its navigation. */
async function projectText({ projectFolder, pages }: SiteSource): Promise<string> {
  const text = await readFile(await quartoProjectFile([projectFolder, packageFolder]), "utf8");
  const isReport = pages.some(({ page }) => page.name === "methods");
  return isReport ? text.replaceAll("methods.qmd", "methods.ipynb") : text;
}

/** Lays out the project that Quarto renders. */
async function stage(source: SiteSource, staging: string): Promise<void> {
  const cards = cardsHtml(
    source.pages.map(({ page }) => page),
    source.failed,
    source.bibliography,
  );
  await mkdir(join(staging, "assets"));
  await mkdir(join(staging, "reports"));
  await writeFile(join(staging, "_quarto.yml"), await projectText(source));
  await cp(join(packageFolder, "reports/theme"), join(staging, "reports/theme"), {
    recursive: true,
  });
  await copyFile(plotlyPath(), join(staging, "assets/plotly.min.js"));
  const pages = source.pages.map(({ page }) => page);
  await writeFile(join(staging, "assets/search.js"), searchScript(pages, source.records));
  const bibliography = join(source.projectFolder, "reports/references.bib");
  const text = await readFile(bibliography, "utf8").catch(() => "");
  await writeFile(join(staging, "reports/references.bib"), text);
  await writeFile(
    join(staging, "index.qmd"),
    quartoText(source.intro, rawHtml(`${searchHtml}\n${cards}`), ["toc: false"]),
  );
  for (const { content, ...page } of recordPages(source.records)) {
    const text = quartoText({ ...page, markdown: "" }, rawHtml(content), recordSettings);
    await writeFile(join(staging, `${page.name}.qmd`), text);
  }
  if (source.methods !== undefined) {
    await writeFile(join(staging, `${source.methods.name}.qmd`), quartoText(source.methods));
  }
  for (const { page } of source.pages) {
    await writeFile(join(staging, `${page.name}.ipynb`), stagedNotebook(page));
  }
}

/** Tables as wide as the window, without contents beside them and numbers before headings. */
const recordSettings = ["toc: false", "number-sections: false", "page-layout: full"];

function quartoText(page: TextPage, below = "", settings: readonly string[] = []): string {
  const front = [`title: ${JSON.stringify(page.title)}`];
  if (page.description !== "") front.push(`description: ${JSON.stringify(page.description)}`);
  front.push(...settings);
  return ["---", ...front, "---", "", page.markdown.trim(), "", below, ""].join("\n");
}

/** Calls Quarto and checks that every page is there and whole; returns the folder of the site. */
async function render(
  staging: string,
  files: readonly string[],
  quarto: Quarto,
  timeoutSeconds: number,
): Promise<string> {
  const call = await runQuarto(quarto.path, ["render", "."], staging, timeoutSeconds);
  if (call.exitCode !== 0) {
    throw new MoviolaError("E_QUARTO_FAILED", "Quarto could not render the reports", {
      where: `${quarto.path} render (version ${quarto.version})`,
      expected: "exit code 0",
      got: `exit code ${String(call.exitCode)}\n${call.errorText}`,
      remedy: "use `--renderer builtin`, or `quarto check` to see what is wrong with it",
    });
  }
  const site = join(staging, "reports/_site");
  for (const file of files) {
    const text = await readFile(join(site, file), "utf8").catch(() => "");
    if (text.includes("</html>")) continue;
    throw new MoviolaError("E_QUARTO_OUTPUT", "Quarto said it was done, but a page is not there", {
      where: `${quarto.path} render (version ${quarto.version})`,
      expected: `a whole page ${file}`,
      got: text === "" ? "no such file, or an empty one" : "a page without an end",
      remedy: "use `--renderer builtin`, or `quarto check` to see what is wrong with it",
    });
  }
  return site;
}

/** Pages must not load anything from elsewhere; what does is named. */
async function remoteWarnings(
  site: string,
  files: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const warnings: Record<string, readonly string[]> = {};
  const present = await readdir(site);
  for (const file of files.filter((name) => present.includes(name))) {
    const html = await readFile(join(site, file), "utf8");
    const loads = html.matchAll(
      /<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)="(https?:\/\/[^"]+)"[^>]*>/g,
    );
    const remote = [...loads].filter((match) => !/rel="(canonical|next|prev)"/.test(match[0]));
    warnings[file] = remote.map((match) => `${file} loads ${match[1]} from another host`);
  }
  return warnings;
}
