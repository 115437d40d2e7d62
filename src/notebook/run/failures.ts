import { MoviolaError } from "../../common/index.js";
import type { Notebook } from "../file/notebook.js";
import type { CellFailure } from "./outputs.js";

/** `cell 3 of 9 (id ab12), line 4 of notebooks/x.ipynb`: counted over all cells, from 1. */
function describePlace(notebook: Notebook, path: string, cell: number, line?: number): string {
  const id = notebook.cells[cell]?.id ?? "";
  const inCell = line === undefined ? "" : `, line ${line}`;
  return `${path}: cell ${cell + 1} of ${notebook.cells.length} (id ${id})${inCell}`;
}

/** The error of a run that a cell ended. */
export function cellFailed(
  notebook: Notebook,
  path: string,
  failure: CellFailure,
  outputPath: string,
): MoviolaError {
  const { cell, message, name, place, traceback } = failure;
  const source = notebook.cells[cell]?.source.split("\n") ?? [];
  const code = place === undefined ? undefined : source[place.line - 1]?.trim();
  return new MoviolaError("E_NOTEBOOK_CELL", `a cell failed: ${name}: ${message}`, {
    where: describePlace(notebook, path, cell, place?.line),
    ...(code === undefined ? {} : { got: code }),
    remedy: `see the outputs and the trace in ${outputPath}`,
    cause: Object.assign(new Error(message), { name, stack: traceback.join("\n") }),
  });
}

/** The error of a run that took too long. */
export function timeExceeded(
  notebook: Notebook,
  path: string,
  seconds: number,
  cell: number | undefined,
): MoviolaError {
  return new MoviolaError("E_NOTEBOOK_TIME", "the notebook ran out of time", {
    where: cell === undefined ? path : describePlace(notebook, path, cell),
    expected: `at most ${seconds} seconds for the whole notebook`,
    remedy: "raise the time limit, or give the notebook less to do by its parameters",
  });
}

/** The error of a run that its caller ended. */
export function runAborted(path: string): MoviolaError {
  return new MoviolaError("E_NOTEBOOK_ABORTED", "the run was stopped before its end", {
    where: path,
    remedy: "run the notebook again",
  });
}
