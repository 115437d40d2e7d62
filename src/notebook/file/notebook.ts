import type { JsonObject } from "../protocol/message.js";

/** One output of a code cell, as nbformat 4.5 has it. */
export type CellOutput =
  | { readonly output_type: "stream"; readonly name: string; readonly text: string }
  | {
      readonly output_type: "display_data";
      readonly data: JsonObject;
      readonly metadata: JsonObject;
    }
  | {
      readonly output_type: "execute_result";
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly execution_count: number | null;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** One cell; `source` is one text however the file stores it. */
export interface NotebookCell {
  readonly id: string;
  readonly type: "code" | "markdown" | "raw";
  readonly source: string;
  readonly metadata: JsonObject;
  /** Images pasted into a text cell. */
  readonly attachments?: JsonObject;
  /** Of code cells only. */
  readonly outputs: readonly CellOutput[];
  readonly executionCount: number | null;
}

/** A notebook file's content. */
export interface Notebook {
  readonly metadata: JsonObject;
  readonly cells: readonly NotebookCell[];
}

/** The tags of a cell. */
export function tagsOf(cell: NotebookCell): readonly string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** True for a code cell with something in it. */
export function isRunnable(cell: NotebookCell): boolean {
  return cell.type === "code" && cell.source.trim() !== "";
}
