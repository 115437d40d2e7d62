/** The site's own pages: the index of reports and texts in Markdown such as the methods. */
import { Citations, type Bibliography } from "../citations/citations.js";
import { PageContext } from "../markdown/context.js";
import { readInline, readMarkdown } from "../markdown/markdown.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import type { RecordPage } from "../records/record-page.js";
import { element, escapeHtml } from "../show/html.js";
import { cardHtml, failedCardHtml, type FailedNotebook } from "./card-html.js";
import { htmlDocument, tocHtml, type SiteFrame } from "./document.js";
import { plainText, type RenderedPage } from "./notebook-html.js";

/** A text page: title and Markdown. */
export interface TextPage {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
}

/** The cards of all notebooks as one list, in order. */
export function cardsHtml(
  pages: readonly NotebookPage[],
  failed: readonly FailedNotebook[],
  bibliography: Bibliography,
): string {
  const cards = pages.map((page) => {
    const context = new PageContext(new Citations(bibliography));
    const inline = (text: string): string => plainLinks(readInline(text, context).render());
    return cardHtml(page, inline(page.title.title), inline(page.title.description));
  });
  const all = [...cards, ...failed.map(failedCardHtml)];
  return all.length === 0
    ? `<p class="empty">There is no report yet. <code>npx moviola reports build</code> makes them.</p>`
    : `<ul class="cards">\n${all.join("\n")}\n</ul>`;
}

/** The search of the index page, which its script brings to life; nothing of it shows without JavaScript. */
export const searchHtml: string =
  `<search class="site-search" data-search hidden><label for="site-search">Search reports, claims, runs</label>` +
  `<input id="site-search" type="search" autocomplete="off" spellcheck="false">` +
  `<p class="search-count" aria-live="polite"></p><ol class="search-results"></ol></search>` +
  `<script defer src="assets/search.js"></script>`;

/** The index page: the site's introduction, the search and the cards. */
export function renderIndex(
  intro: TextPage,
  cards: string,
  frame: SiteFrame,
  bibliography: Bibliography,
): RenderedPage {
  const context = new PageContext(new Citations(bibliography));
  const title = readInline(intro.title, context);
  const text = readMarkdown(intro.markdown, context);
  const content = `<header class="title-block"><h1>${title.render()}</h1></header>\n<div class="text intro">${text.render()}</div>\n${searchHtml}\n${cards}`;
  const page = {
    fileName: "index.html",
    title: plainText(title.render()),
    description: intro.description,
    headings: [],
    content,
    usesPlotly: false,
    kind: "index",
  } as const;
  return { html: htmlDocument(page, frame), unresolved: [...context.unresolved] };
}

/** A page that the site makes from what its reports tell. */
export function renderRecords(records: RecordPage, frame: SiteFrame): RenderedPage {
  const { name, title, description, content } = records;
  const header = `<header class="title-block"><h1>${escapeHtml(title)}</h1>${element("p", { class: "lead" }, escapeHtml(description))}</header>`;
  const page = {
    ...{ fileName: `${name}.html`, title, description, headings: [], usesPlotly: false },
    content: `${header}\n<div class="text">\n${content}\n</div>`,
    kind: "records",
  } as const;
  return { html: htmlDocument(page, frame), unresolved: [] };
}

/** A page of text, with its contents and references. */
export function renderText(
  text: TextPage,
  frame: SiteFrame,
  bibliography: Bibliography,
): RenderedPage {
  const context = new PageContext(new Citations(bibliography));
  const title = readInline(text.title, context);
  const lead = readInline(text.description, context);
  const body = readMarkdown(text.markdown, context).render();
  const references = context.citations.references();
  const toc = tocHtml(context.headings);
  const content = [
    `<header class="title-block"><h1>${title.render()}</h1>`,
    text.description === "" ? "" : `<p class="lead">${lead.render()}</p>`,
    `</header>`,
    toc === ""
      ? ""
      : `<details class="toc toc-fold"><summary>Contents</summary><nav aria-label="Contents">${toc}</nav></details>`,
    `<div class="text">${body}`,
    references === ""
      ? ""
      : `<section class="references"><h2 id="references">References</h2><ul>${references}</ul></section>`,
    `</div>`,
  ].join("\n");
  const page = {
    fileName: `${text.name}.html`,
    title: plainText(title.render()),
    description: plainText(lead.render()),
    headings: context.headings,
    content,
    usesPlotly: false,
    kind: "page",
  } as const;
  return { html: htmlDocument(page, frame), unresolved: [...context.unresolved] };
}

/** Without links: a card is one link already. */
function plainLinks(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, "");
}
