/** An executed notebook as one HTML document. */
import { Citations, type Bibliography } from "../citations/citations.js";
import { PageContext } from "../markdown/context.js";
import { readInline, readMarkdown } from "../markdown/markdown.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { failureHtml, inventedHtml, stampHtml } from "../notebook-page/stamp-html.js";
import { verdictStripHtml } from "../notebook-page/verdict-strip.js";
import { escapeHtml } from "../show/html.js";
import { readCell } from "./cell-html.js";
import { htmlDocument, tocHtml, type SiteFrame } from "./document.js";

/** A neighbour in the order of pages. */
export interface PageLink {
  readonly href: string;
  readonly title: string;
}

/** A rendered page. */
export interface RenderedPage {
  readonly html: string;
  /** References and citations that lead nowhere. */
  readonly unresolved: readonly string[];
}

/** Renders a notebook's page within its site. */
export function renderNotebook(
  page: NotebookPage,
  frame: SiteFrame,
  bibliography: Bibliography,
  neighbours: { readonly before?: PageLink; readonly after?: PageLink } = {},
): RenderedPage {
  const context = new PageContext(new Citations(bibliography));
  const title = readInline(page.title.title, context);
  const description = readInline(page.title.description, context);
  const parts = page.blocks.map((block) =>
    block.kind === "prose"
      ? readMarkdown(block.markdown, context)
      : readCell(block, context, page.language),
  );
  const body = parts.map((part) => part.render()).join("\n");
  const references = referencesHtml(context);
  const content = [
    titleHtml(page, title.render(), description.render()),
    foldedToc(context),
    `<div class="text">\n${body}\n${references}</div>`,
    neighboursHtml(neighbours),
  ].join("\n");
  const html = htmlDocument(
    {
      fileName: `${page.name}.html`,
      title: plainText(title.render()),
      description: plainText(description.render()),
      headings: context.headings,
      content,
      usesPlotly: page.hasFigures,
      kind: "page",
    },
    frame,
  );
  return { html, unresolved: [...context.unresolved] };
}

/** The words of an HTML fragment, for places that hold plain text. */
export function plainText(html: string): string {
  return html
    .replace(/<annotation[^>]*>[^]*?<\/annotation>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) => {
      return { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" }[name] ?? "";
    })
    .replace(/\s+/g, " ")
    .trim();
}

function titleHtml(page: NotebookPage, title: string, description: string): string {
  const { authors, date } = page.title;
  const people = [authors.map(escapeHtml).join(", "), date === undefined ? "" : escapeHtml(date)];
  const byline = people.filter((part) => part !== "").join(" · ");
  return [
    `<header class="title-block">`,
    inventedHtml(page),
    failureHtml(page),
    `<h1>${title}</h1>`,
    description === "" ? "" : `<p class="lead">${description}</p>`,
    byline === "" ? "" : `<p class="byline">${byline}</p>`,
    verdictStripHtml(page),
    stampHtml(page),
    `</header>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function foldedToc(context: PageContext): string {
  const toc = tocHtml(context.headings);
  if (toc === "") return "";
  return `<details class="toc toc-fold"><summary>Contents</summary><nav aria-label="Contents">${toc}</nav></details>`;
}

function referencesHtml(context: PageContext): string {
  const references = context.citations.references();
  if (references === "") return "";
  // A page that ends with a heading for them has its references there.
  const last = context.headings.at(-1)?.html ?? "";
  const isHeaded = /^(references|bibliography|literature)$/i.test(plainText(last));
  const heading = isHeaded ? "" : `<h2 id="references">References</h2>\n`;
  if (!isHeaded) {
    context.headings.push({ id: "references", level: 2, number: "", html: "References" });
  }
  return `<section class="references">${heading}<ul>\n${references}\n</ul></section>\n`;
}

function neighboursHtml({ before, after }: { before?: PageLink; after?: PageLink }): string {
  if (before === undefined && after === undefined) return "";
  const link = (page: PageLink | undefined, words: string, name: string): string =>
    page === undefined
      ? "<span></span>"
      : `<a class="${name}" rel="${name}" href="${escapeHtml(page.href)}"><small>${words}</small>${escapeHtml(page.title)}</a>`;
  return `<nav class="neighbours" aria-label="Other reports">${link(before, "Before", "prev")}${link(after, "Next", "next")}</nav>`;
}
