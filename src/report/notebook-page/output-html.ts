import { element, escapeHtml } from "../show/html.js";
import { ansiToHtml } from "./ansi.js";
import type { PageOutput } from "./page-output.js";

/** Lines of plain output that are shown at once; longer output is folded. */
const shownLines = 30;

/**
 * One output as HTML for either renderer. Markdown is rendered by `renderMarkdown`, since only the
 * renderer knows the page's references.
 */
export function outputHtml(
  output: PageOutput,
  alternativeText: string,
  renderMarkdown: (text: string) => string,
): string {
  switch (output.kind) {
    case "html":
      return output.html;
    case "markdown":
      return renderMarkdown(output.text);
    case "image":
      return `<img class="output-image" src="${escapeHtml(output.source)}" alt="${escapeHtml(alternativeText)}">`;
    case "text":
      return textHtml(output.text, "output-text");
    case "stream":
      return textHtml(output.text, `output-stream output-${output.name}`);
    case "error":
      return errorHtml(output.name, output.message, output.traceback);
  }
}

function textHtml(text: string, className: string): string {
  const trimmed = text.replace(/\s+$/, "");
  const lines = trimmed.split("\n");
  const block = (part: readonly string[]): string =>
    element("pre", { class: className, tabindex: 0 }, ansiToHtml(part.join("\n")));
  if (lines.length <= shownLines * 1.5) return block(lines);
  const rest = lines.length - shownLines;
  return `${block(lines.slice(0, shownLines))}<details class="output-rest"><summary>${rest} more lines</summary>${block(lines.slice(shownLines))}</details>`;
}

/** An error with its trace; the trace's first lines often repeat the message, which is said once. */
function errorHtml(name: string, message: string, traceback: readonly string[]): string {
  const trace = traceback.join("\n").trim();
  const said = message.startsWith(`${name}:`) ? message : `${name}: ${message}`;
  const heading = element("p", { class: "output-error-message" }, ansiToHtml(said.trim()));
  const details =
    trace === "" || trace === said.trim()
      ? ""
      : `<details><summary>Trace</summary>${element("pre", { tabindex: 0 }, ansiToHtml(trace))}</details>`;
  return element("div", { class: "output-error", role: "alert" }, heading + details);
}
