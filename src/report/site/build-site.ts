import { join, resolve } from "node:path";
import type { BuiltSite, SiteOptions } from "./site-options.js";
import type { SiteSource } from "./site-source.js";
import { recoverFolder } from "./swap.js";

/**
 * Makes the site of reports from executed notebooks: a page each, an index with a card each and a search,
 * the pages of claims, runs and data, and the methods page. The site is made beside its place and put there as a whole; pages whose sources did
 * not change are kept. The same notebooks give the same bytes.
 *
 * Quarto makes the pages when `renderer` is `quarto`, or `auto` and a fitting Quarto is found.
 *
 * Errors: `E_PAGE_NOTEBOOK`, `E_PAGE_LABEL`, `E_SITE_NAME`, `E_BIBLIOGRAPHY`, and of Quarto
 * `E_QUARTO_MISSING`, `E_QUARTO_VERSION`, `E_QUARTO_TIMEOUT`, `E_QUARTO_FAILED`, `E_QUARTO_OUTPUT`,
 * `E_QUARTO_PROJECT`.
 */
export async function buildSite(options: SiteOptions): Promise<BuiltSite> {
  const { renderer = "auto", reuse = true, failed = [], timeoutSeconds = 600 } = options;
  const projectFolder = resolve(options.projectFolder ?? ".");
  const folder = resolve(options.outputFolder);
  await recoverFolder(folder);
  // The renderers bring heavy libraries; a notebook that imports this package must not load them.
  const { readSiteSource } = await import("./site-source.js");
  const source = await readSiteSource(projectFolder, options.notebooks, failed);
  if (renderer !== "builtin") {
    const { chooseQuarto } = await import("../quarto/find-quarto.js");
    const { quarto, warnings } = await chooseQuarto(projectFolder, renderer === "quarto");
    if (quarto !== undefined) {
      const { buildQuartoSite } = await import("./quarto-site.js");
      const report = await buildQuartoSite(source, folder, { quarto, reuse, timeoutSeconds });
      return builtSite(source, folder, "quarto", report.reused, [...warnings, ...report.warnings]);
    }
    return buildBuiltin(source, folder, reuse, warnings);
  }
  return buildBuiltin(source, folder, reuse, []);
}

async function buildBuiltin(
  source: SiteSource,
  folder: string,
  reuse: boolean,
  warnings: readonly string[],
): Promise<BuiltSite> {
  const { buildBuiltinSite } = await import("./builtin-site.js");
  const report = await buildBuiltinSite(source, folder, reuse);
  return builtSite(source, folder, "builtin", report.reused, [...warnings, ...report.warnings]);
}

async function builtSite(
  source: SiteSource,
  folder: string,
  renderer: "quarto" | "builtin",
  reused: ReadonlySet<string>,
  warnings: readonly string[],
): Promise<BuiltSite> {
  const { siteSize } = await import("./site-size.js");
  const size = await siteSize(folder);
  return {
    indexPath: join(folder, "index.html"),
    renderer,
    pages: source.pages.map(({ page }) => ({
      name: page.name,
      title: page.title.title,
      path: join(folder, `${page.name}.html`),
      isReused: reused.has(`${page.name}.html`),
      verdict: page.verdict,
    })),
    bytes: size.bytes,
    warnings: [...warnings, ...size.warnings],
  };
}
