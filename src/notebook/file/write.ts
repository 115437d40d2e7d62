import { writeFileAtomic } from "../../common/files.js";
import { isJsonType } from "../protocol/mime.js";
import type { JsonObject } from "../protocol/message.js";
import type { CellOutput, Notebook, NotebookCell } from "./notebook.js";

/** A notebook as a file of nbformat 4.5, one line of text a line of the file. */
export function formatNotebook(notebook: Notebook): string {
  const file = {
    cells: notebook.cells.map(formatCell),
    metadata: notebook.metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Writes a notebook so that a reader never sees a part of it. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeFileAtomic(path, formatNotebook(notebook));
}

function formatCell(cell: NotebookCell): JsonObject {
  const { attachments, id, metadata, type } = cell;
  const common = {
    cell_type: type,
    ...(attachments === undefined ? {} : { attachments }),
    id,
    metadata,
    source: toLines(cell.source),
  };
  if (type !== "code") return common;
  const outputs = cell.outputs.map(formatOutput);
  return { ...common, execution_count: cell.executionCount, outputs };
}

function formatOutput(output: CellOutput): JsonObject {
  if (output.output_type === "stream") return { ...output, text: toLines(output.text) };
  if (output.output_type === "error") return { ...output };
  const data = Object.entries(output.data).map(([type, content]) => [
    type,
    typeof content === "string" && isText(type) ? toLines(content) : content,
  ]);
  return { ...output, data: Object.fromEntries(data) as JsonObject };
}

function isText(type: string): boolean {
  return !isJsonType(type) && (type.startsWith("text/") || type === "image/svg+xml");
}

/** Lines with their ends, as notebook files store texts. */
function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
