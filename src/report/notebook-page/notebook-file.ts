/** Reading of executed notebooks (nbformat 4) into a checked, plain shape. */
import { readFile } from "node:fs/promises";
import { MoviolaError } from "../../common/errors.js";
import { parseJson } from "../../common/json.js";

/** One output of a code cell, as nbformat 4 stores it, with text joined. */
export type NotebookOutput =
  | { readonly type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "data"; readonly data: Readonly<Record<string, unknown>> }
  | {
      readonly type: "error";
      readonly name: string;
      readonly message: string;
      readonly traceback: readonly string[];
    };

/** One cell of a notebook. */
export interface NotebookCell {
  readonly kind: "markdown" | "code" | "raw";
  /** Position in the file, from 0. */
  readonly position: number;
  readonly id: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs: readonly NotebookOutput[];
}

/** A notebook that was read and checked. */
export interface Notebook {
  readonly path: string;
  readonly language: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly NotebookCell[];
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads a notebook file. Throws `E_PAGE_NOTEBOOK` when it is not a notebook of nbformat 4. */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readFile(path, "utf8"), path);
}

/** As {@link readNotebook}, from text; `path` is only for messages. */
export function parseNotebook(text: string, path: string): Notebook {
  const root = rootOf(text, path);
  if (!isRecord(root) || root.nbformat !== 4 || !Array.isArray(root.cells)) {
    const version = isRecord(root) ? root.nbformat : undefined;
    throw unreadable(path, "an object with nbformat 4 and cells", `nbformat ${String(version)}`);
  }
  const metadata = isRecord(root.metadata) ? root.metadata : {};
  return {
    path,
    language: languageOf(metadata),
    metadata,
    cells: root.cells.map((cell: unknown, position) => parseCell(cell, position, path)),
  };
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of an nbformat multi-line string: a string, or lines to join. */
export function joinText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(String).join("") : "";
}

function rootOf(text: string, path: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw unreadable(path, "JSON", (error as Error).message, error);
  }
}

function unreadable(path: string, expected: string, got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_PAGE_NOTEBOOK", "This is not a notebook that can become a page", {
    where: path,
    expected,
    got,
    remedy: "run the notebook again with `moviola run`, which writes nbformat 4",
    cause,
  });
}

function languageOf(metadata: Loose): string {
  for (const key of ["kernelspec", "language_info"]) {
    const part = metadata[key];
    if (!isRecord(part)) continue;
    const name = key === "kernelspec" ? part.language : part.name;
    if (typeof name === "string" && name !== "") return name.toLowerCase();
  }
  return "typescript";
}

function parseCell(cell: unknown, position: number, path: string): NotebookCell {
  const kind = isRecord(cell) ? cell.cell_type : undefined;
  if (!isRecord(cell) || (kind !== "markdown" && kind !== "code" && kind !== "raw")) {
    throw unreadable(path, "cells of type markdown, code or raw", `cell ${position + 1}`);
  }
  return {
    kind,
    position,
    id: typeof cell.id === "string" ? cell.id : `cell-${position + 1}`,
    source: joinText(cell.source),
    metadata: {
      ...(isRecord(cell.metadata) ? cell.metadata : {}),
      ...(isRecord(cell.attachments) ? { attachments: cell.attachments } : {}),
    },
    outputs: Array.isArray(cell.outputs) ? cell.outputs.flatMap(parseOutput) : [],
  };
}

function parseOutput(output: unknown): NotebookOutput[] {
  if (!isRecord(output)) return [];
  switch (output.output_type) {
    case "stream":
      return [
        {
          type: "stream",
          name: output.name === "stderr" ? "stderr" : "stdout",
          text: joinText(output.text),
        },
      ];
    case "display_data":
    case "execute_result":
      return [{ type: "data", data: isRecord(output.data) ? output.data : {} }];
    case "error":
      return [
        {
          type: "error",
          name: joinText(output.ename) || "Error",
          message: joinText(output.evalue),
          traceback: Array.isArray(output.traceback) ? output.traceback.map(String) : [],
        },
      ];
    default:
      return [];
  }
}
