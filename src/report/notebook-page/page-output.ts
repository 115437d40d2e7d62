/** What a cell put out, reduced to the one form of each output that a page shows. */
import { isRecord, joinText, type NotebookOutput } from "./notebook-file.js";

/** One output on a page. */
export type PageOutput =
  | { readonly kind: "html"; readonly html: string }
  | { readonly kind: "markdown"; readonly text: string }
  | { readonly kind: "image"; readonly source: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly traceback: readonly string[];
    };

/** Outputs of a cell in order; neighbouring writes to one stream are joined, empty ones left out. */
export function pageOutputs(outputs: readonly NotebookOutput[]): PageOutput[] {
  const shown: PageOutput[] = [];
  for (const output of outputs) {
    const next = pageOutput(output);
    const last = shown.at(-1);
    if (next === undefined) continue;
    if (next.kind === "stream" && last?.kind === "stream" && last.name === next.name) {
      shown[shown.length - 1] = { ...next, text: last.text + next.text };
    } else shown.push(next);
  }
  return shown.filter((output) => output.kind !== "stream" || output.text.trim() !== "");
}

function pageOutput(output: NotebookOutput): PageOutput | undefined {
  if (output.type === "stream") return { kind: "stream", name: output.name, text: output.text };
  if (output.type === "error") {
    const { name, message, traceback } = output;
    return { kind: "error", name, message, traceback };
  }
  return displayOutput(output.data);
}

/** The richest form that a page can show; `undefined` for an output without one. */
function displayOutput(data: Readonly<Record<string, unknown>>): PageOutput | undefined {
  const text = (mimeType: string): string | undefined =>
    mimeType in data ? joinText(data[mimeType]) : undefined;
  const html = text("text/html") ?? text("image/svg+xml");
  if (html !== undefined) {
    // How long a bar of progress took is told by the stamp; on a page it stands in the way.
    const isNothing = html.trim() === "" || /^\s*<p class="moviola-progress"/.test(html);
    return isNothing ? undefined : { kind: "html", html };
  }
  for (const mimeType of ["image/png", "image/jpeg", "image/webp", "image/gif"]) {
    const encoded = text(mimeType)?.replace(/\s+/g, "");
    if (encoded) return { kind: "image", source: `data:${mimeType};base64,${encoded}` };
  }
  const markdown = text("text/markdown") ?? text("text/latex");
  if (markdown !== undefined) return { kind: "markdown", text: markdown };
  if (isRecord(data["application/json"]) || Array.isArray(data["application/json"])) {
    return { kind: "text", text: JSON.stringify(data["application/json"], null, 2) };
  }
  const plain = text("text/plain");
  return plain === undefined || plain === "" ? undefined : { kind: "text", text: plain };
}
