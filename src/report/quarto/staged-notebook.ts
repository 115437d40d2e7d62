/**
 * Pages as notebooks for Quarto. What Quarto does well is left to it (Markdown, highlighting,
 * numbering, references, contents); outputs are given as Markdown with raw HTML inside, because
 * `text/html` outputs make Quarto load RequireJS from another host.
 */
import type { CodeBlock, NotebookPage } from "../notebook-page/notebook-page.js";
import { outputHtml } from "../notebook-page/output-html.js";
import type { PageOutput } from "../notebook-page/page-output.js";
import { failureHtml, inventedHtml, stampHtml } from "../notebook-page/stamp-html.js";
import { verdictStripHtml } from "../notebook-page/verdict-strip.js";

/** The notebook's text (nbformat 4.5) for Quarto. */
export function stagedNotebook(page: NotebookPage): string {
  const strips = [inventedHtml(page), failureHtml(page), verdictStripHtml(page), stampHtml(page)];
  const banners = strips.filter((strip) => strip !== "").join("\n");
  const cells = [
    textCell("raw", 0, frontMatter(page)),
    textCell("markdown", 1, rawHtml(banners)),
    ...page.blocks.map((block, at) =>
      block.kind === "prose"
        ? textCell("markdown", at + 2, block.markdown)
        : codeCell(block, at + 2),
    ),
  ];
  const kernelspec = { name: "moviola", display_name: "Moviola", language: page.language };
  const metadata = { kernelspec, language_info: { name: page.language } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** YAML front matter; JSON texts are YAML texts. */
function frontMatter(page: NotebookPage): string {
  const { title, description, authors, date } = page.title;
  const lines = [`title: ${JSON.stringify(title)}`];
  if (description !== "") lines.push(`description: ${JSON.stringify(description)}`);
  if (authors.length > 0) lines.push(`author: ${JSON.stringify(authors)}`);
  if (date !== undefined) lines.push(`date: ${JSON.stringify(date)}`);
  return ["---", ...lines, "---"].join("\n");
}

function textCell(kind: "raw" | "markdown", position: number, source: string): object {
  return { cell_type: kind, id: `cell-${position}`, metadata: {}, source };
}

function codeCell(block: CodeBlock, position: number): object {
  const { echo, output, fold, foldSummary } = block.options;
  const markdown = output ? outputsMarkdown(block) : "";
  return {
    cell_type: "code",
    id: `cell-${position}`,
    execution_count: null,
    metadata: {
      echo,
      "code-fold": fold === "closed" ? true : fold === "open" ? "show" : false,
      "code-summary": foldSummary,
      ...(block.options.isWide ? { column: "page" } : {}),
    },
    outputs:
      markdown === ""
        ? []
        : [{ output_type: "display_data", metadata: {}, data: { "text/markdown": markdown } }],
    source: block.source,
  };
}

/** Outputs as Markdown; with a label or a caption the displayed ones are one float. */
function outputsMarkdown(block: CodeBlock): string {
  const { label, caption, alternativeText } = block.options;
  const asMarkdown = (output: PageOutput): string =>
    output.kind === "markdown"
      ? output.text
      : rawHtml(outputHtml(output, alternativeText ?? "", (text) => text));
  const isFloat = (output: PageOutput): boolean => !["stream", "error"].includes(output.kind);
  const isFigure = caption !== undefined || /^(fig|tbl)-/.test(label ?? "");
  if (!isFigure) return block.outputs.map(asMarkdown).join("\n\n");
  const before = block.outputs.filter((output) => !isFloat(output)).map(asMarkdown);
  const inside = block.outputs.filter(isFloat).map(asMarkdown);
  const opening = label === undefined ? "::::::: {.figure}" : `::::::: {#${label}}`;
  const float = [opening, ...inside, caption ?? "", ":::::::"].filter((part) => part !== "");
  return [...before, float.join("\n\n")].join("\n\n");
}

/** A raw block that no run of backticks in the HTML can end. */
export function rawHtml(html: string): string {
  if (html === "") return "";
  const longest = Math.max(2, ...(html.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}{=html}\n${html}\n${fence}`;
}
