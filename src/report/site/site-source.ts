/** Everything that a site is made from, read once. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { canonicalJson, contentHash, fileHash } from "../../common/hash.js";
import type { FailedNotebook } from "../builtin/card-html.js";
import type { TextPage } from "../builtin/site-pages.js";
import { readBibliography, type Bibliography } from "../citations/citations.js";
import { splitFrontMatter } from "../notebook-page/front-matter.js";
import { readNotebookPage, type NotebookPage } from "../notebook-page/notebook-page.js";
import { linkPage } from "../notebook-page/run-links.js";
import { siteRecords, type SiteRecords } from "../records/site-records.js";

/** A notebook's page with the hash of the file that it was read from. */
export interface SourcePage {
  readonly page: NotebookPage;
  readonly path: string;
  readonly hash: string;
  /** Remarks for the author on what the page tells of its runs. */
  readonly warnings: readonly string[];
}

/** What a site is made from. */
export interface SiteSource {
  readonly projectFolder: string;
  /** In the order of the index: by `order`, then by name. */
  readonly pages: readonly SourcePage[];
  /** Runs, data sets and verdicts of all pages. */
  readonly records: SiteRecords;
  /** Hash of all that the pages tell of runs, data and verdicts. */
  readonly recordsHash: string;
  readonly failed: readonly FailedNotebook[];
  readonly intro: TextPage;
  readonly methods: TextPage | undefined;
  readonly bibliography: Bibliography;
  /** Hash of the bibliography and of the site's own texts. */
  readonly textHash: string;
}

/** Reads notebooks, the site's texts (`reports/`, `docs/metrics.md`) and the bibliography. */
export async function readSiteSource(
  projectFolder: string,
  notebooks: readonly string[],
  failed: readonly FailedNotebook[],
): Promise<SiteSource> {
  const read = await Promise.all(notebooks.map(readSourcePage));
  checkNames(read);
  read.sort((a, b) => pageOrder(a.page) - pageOrder(b.page) || byName(a.page, b.page));
  const records = siteRecords(read.map(({ page }) => page));
  const known = new Set(records.runs.map(({ run }) => run.id));
  const pages = read.map((one) => withLinks(one, known));
  const hasMethods = pages.some(({ page }) => page.name === "methods");
  const bibliographyPath = join(projectFolder, "reports/references.bib");
  const [index, methods, metrics, bibliographyText] = await Promise.all([
    readOptional(join(projectFolder, "reports/index.md")),
    readOptional(join(projectFolder, "reports/methods.md")),
    readOptional(join(projectFolder, "docs/metrics.md")),
    readOptional(bibliographyPath),
  ]);
  return {
    projectFolder,
    pages,
    records,
    recordsHash: contentHash([JSON.stringify(records)]),
    failed,
    intro: textPage("index", index ?? "", "Moviola"),
    methods: hasMethods ? metricsPage(metrics) : methodsPage(methods, metrics),
    bibliography: await readBibliography(bibliographyPath),
    textHash: contentHash([
      canonicalJson([index, methods, metrics, bibliographyText].map((text) => text ?? null)),
    ]),
  };
}

async function readSourcePage(path: string): Promise<SourcePage> {
  const [page, hash] = await Promise.all([readNotebookPage(path), fileHash(path)]);
  return { page, path, hash, warnings: [] };
}

/** The page with its numbers linked to their runs, and remarks where that was not possible. */
function withLinks(source: SourcePage, known: ReadonlySet<string>): SourcePage {
  const { page, missing } = linkPage(source.page, known);
  const file = `${page.name}.html`;
  const { nUnknown } = page.records;
  const warnings = [
    ...(missing.length === 0
      ? []
      : [
          `${file}: ${missing.length} runs behind its numbers are in no stamp, such as ${missing[0]}`,
        ]),
    ...(nUnknown === 0
      ? []
      : [`${file}: ${nUnknown} runs, data sets or verdicts of its cells are of another form`]),
  ];
  return { ...source, page, warnings };
}

function pageOrder(page: NotebookPage): number {
  return page.title.order ?? Number.MAX_SAFE_INTEGER;
}

function byName(a: NotebookPage, b: NotebookPage): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Names become files of the site; two of one name, or one of the site's own, would overwrite each other. */
function checkNames(pages: readonly SourcePage[]): void {
  const seen = new Map<string, string>([
    ["index", "the list of reports"],
    ["ledger", "the page of claims"],
    ["runs", "the page of runs"],
    ["data", "the page of data"],
    ["metrics", "the page of metrics"],
  ]);
  for (const { page, path } of pages) {
    const earlier = seen.get(page.name);
    if (earlier !== undefined || !/^[\w][\w.-]*$/.test(page.name)) {
      throw new MoviolaError("E_SITE_NAME", "A notebook's name cannot become a page's", {
        where: path,
        expected: "a name of letters, digits, - and _ that no other page has",
        got: earlier === undefined ? page.name : `${page.name}, which is ${earlier}`,
        remedy: "rename the notebook",
      });
    }
    seen.set(page.name, path);
  }
}

async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A Markdown file as a page: title from front matter, else from its first heading. */
function textPage(name: string, text: string, fallbackTitle: string): TextPage {
  const front = splitFrontMatter(text);
  const body = front?.rest ?? text;
  const heading = /^\s*#[ \t]+(.+?)[ \t]*#*\s*(?:\n|$)/.exec(body);
  const told = front?.values.title;
  const description = front?.values.description;
  return {
    name,
    title: typeof told === "string" ? told : (heading?.[1] ?? fallbackTitle),
    description: typeof description === "string" ? description : "",
    markdown: heading === null ? body : body.slice(heading[0].length),
  };
}

/** The definitions of all metrics alone, beside a report on methods. */
function metricsPage(metrics: string | undefined): TextPage | undefined {
  return metrics === undefined ? undefined : textPage("metrics", metrics, "Metrics");
}

/** The methods page: its own text, and the definitions of all metrics below it. */
function methodsPage(own: string | undefined, metrics: string | undefined): TextPage | undefined {
  if (own === undefined && metrics === undefined) return undefined;
  const page = textPage("methods", own ?? "", "Methods");
  if (metrics === undefined) return page;
  const definitions = textPage("metrics", metrics, "Metrics");
  const isUnderOwn = page.markdown.trim() !== "";
  const below = isUnderOwn
    ? `## ${definitions.title}\n\n${lowerHeadings(definitions.markdown)}`
    : definitions.markdown;
  return { ...page, markdown: `${page.markdown.trimEnd()}\n\n${below}` };
}

/** Headings one level down, outside fenced code. */
function lowerHeadings(markdown: string): string {
  let isCode = false;
  return markdown
    .split("\n")
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
      return !isCode && /^#{1,5}\s/.test(line) ? `#${line}` : line;
    })
    .join("\n");
}
