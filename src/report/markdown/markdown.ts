/** Markdown of pages as HTML: CommonMark, tables, mathematics, references, boxes, figures. */
import createMarkdown, { type MarkdownIt } from "markdown-it";
import { escapeHtml } from "../show/html.js";
import { useBoxes, useFigures, useHeadings } from "./blocks.js";
import { environmentOf, type PageContext } from "./context.js";
import { highlightCode } from "./highlight.js";
import { useMath } from "./math.js";
import { useReferences } from "./references.js";

/** Text that was read, so that it can be rendered once every label of its page is known. */
export interface ReadText {
  render(): string;
}

const parser: MarkdownIt = createParser();

/** Reads a text: numbers its headings and figures and notes its citations in `context`. */
export function readMarkdown(text: string, context: PageContext): ReadText {
  const environment = environmentOf(context);
  const tokens = parser.parse(text, environment);
  return { render: () => parser.renderer.render(tokens, parser.options, environment) };
}

/** Reads a text without paragraphs, such as a caption or a title. */
export function readInline(text: string, context: PageContext): ReadText {
  const environment = environmentOf(context);
  const tokens = parser.parseInline(text, environment);
  return { render: () => parser.renderer.render(tokens, parser.options, environment) };
}

function createParser(): MarkdownIt {
  const markdown = createMarkdown({
    html: true,
    typographer: true,
    highlight: (code, language) => highlightCode(code, language),
  });
  useMath(markdown);
  useReferences(markdown);
  useBoxes(markdown);
  useFigures(markdown);
  useHeadings(markdown);
  useLinks(markdown);
  useTables(markdown);
  return markdown;
}

/** Links lead to other pages of the site, to anchors or elsewhere; to files beside the source they cannot. */
function useLinks(markdown: MarkdownIt): void {
  markdown.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    const token = tokens[at];
    const address = String(token.attrGet("href") ?? "");
    const notebook = /^(?:[\w./-]*\/)?([\w-]+)\.ipynb(#.*)?$/.exec(address);
    if (notebook !== null) token.attrSet("href", `${notebook[1]}.html${notebook[2] ?? ""}`);
    else if (/^https?:/.test(address)) token.attrSet("rel", "noreferrer");
    else if (!/^(#|mailto:|[\w-]+\.html(#|$))/.test(address)) {
      return `<a title="${escapeHtml(address)}">`;
    }
    return self.renderToken(tokens, at, options);
  };
}

/** Tables scroll by themselves on narrow windows. */
function useTables(markdown: MarkdownIt): void {
  markdown.renderer.rules.table_open = () =>
    `<div class="moviola-table-wrap"><table class="prose-table">\n`;
  markdown.renderer.rules.table_close = () => "</table></div>\n";
}
