/** The site's own pages: the index of reports and texts in Markdown such as the methods. */
import { Citations, type Bibliography } from "../citations/citations.js";
import { PageContext } from "../markdown/context.js";
import { readInline, readMarkdown } from "../markdown/markdown.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
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

/** The index page: the site's introduction and the cards. */
export function renderIndex(
  intro: TextPage,
  cards: string,
  frame: SiteFrame,
  bibliography: Bibliography,
): RenderedPage {
  const context = new PageContext(new Citations(bibliography));
  const title = readInline(intro.title, context);
  const text = readMarkdown(intro.markdown, context);
  const content = `<header class="title-block"><h1>${title.render()}</h1></header>\n<div class="text intro">${text.render()}</div>\n${cards}`;
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
