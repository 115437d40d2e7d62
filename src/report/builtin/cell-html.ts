import type { CodeBlock } from "../notebook-page/notebook-page.js";
import { outputHtml } from "../notebook-page/output-html.js";
import type { PageOutput } from "../notebook-page/page-output.js";
import type { PageContext, Target } from "../markdown/context.js";
import { highlightCode } from "../markdown/highlight.js";
import { readInline, readMarkdown, type ReadText } from "../markdown/markdown.js";
import { element, escapeHtml } from "../show/html.js";

/** A code cell that was read: its label is numbered and its texts are parsed. */
export function readCell(block: CodeBlock, context: PageContext, language: string): ReadText {
  const { options } = block;
  const target = options.label === undefined ? undefined : context.addFloat(options.label);
  const caption = options.caption === undefined ? undefined : readInline(options.caption, context);
  const texts = new Map(
    block.outputs
      .filter((output) => output.kind === "markdown")
      .map((output) => [output.text, readMarkdown(output.text, context)]),
  );
  const renderOne = (output: PageOutput): string =>
    outputHtml(output, options.alternativeText ?? "", (text) => texts.get(text)?.render() ?? "");
  return {
    render: () => {
      const code = options.echo ? codeHtml(block, language) : "";
      const outputs = options.output
        ? outputsHtml(block, renderOne, target, caption?.render())
        : "";
      if (code === "" && outputs === "") return "";
      return element("div", { class: "cell", "data-cell": block.cellNumber }, code + outputs);
    },
  };
}

/** The code, folded unless the cell says otherwise. */
function codeHtml(block: CodeBlock, language: string): string {
  if (block.source.trim() === "") return "";
  const code = highlightCode(block.source.replace(/\s+$/, ""), language);
  const pre = `<pre class="code" tabindex="0"><code class="language-${escapeHtml(language)}">${code}</code></pre>`;
  if (block.options.fold === "none") return element("div", { class: "cell-code" }, pre);
  const lines = block.source.trimEnd().split("\n").length;
  const count = `<span class="code-size">${lines} ${lines === 1 ? "line" : "lines"}</span>`;
  const summary = element("summary", {}, `${escapeHtml(block.options.foldSummary)} ${count}`);
  const isOpen = block.options.fold === "open";
  return element("details", { class: "cell-code", open: isOpen }, summary + pre);
}

/** Outputs in order; with a label or a caption the displayed ones form a figure. */
function outputsHtml(
  block: CodeBlock,
  renderOne: (output: PageOutput) => string,
  target: Target | undefined,
  caption: string | undefined,
): string {
  const { label, isWide } = block.options;
  const wide = isWide ? " wide" : "";
  const wrap = (output: PageOutput): string =>
    element("div", { class: `cell-output output-of-${output.kind}${wide}` }, renderOne(output));
  if (target === undefined && caption === undefined) {
    const outputs = block.outputs.map(wrap).join("\n");
    return label === undefined ? outputs : element("div", { id: label }, outputs);
  }
  const isFloat = (output: PageOutput): boolean => !["stream", "error"].includes(output.kind);
  const name = target === undefined ? "" : `<strong>${target.name} ${target.number}.</strong> `;
  const captionHtml = element("figcaption", {}, name + (caption ?? ""));
  const floats = block.outputs.filter(isFloat).map(wrap).join("\n");
  const isTable = target?.name === "Table";
  const figure = element(
    "figure",
    { id: label, class: `float ${isTable ? "float-table" : "float-figure"}${wide}` },
    isTable ? captionHtml + floats : floats + captionHtml,
  );
  return (
    block.outputs
      .filter((output) => !isFloat(output))
      .map(wrap)
      .join("\n") + figure
  );
}
