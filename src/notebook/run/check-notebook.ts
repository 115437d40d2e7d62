import { readFile } from "node:fs/promises";

import type { JsonObject } from "../protocol/message.js";
import { readNotebook } from "../file/read.js";

/** Something that keeps a notebook's source from being clean in version control. */
export interface NotebookProblem {
  /** The cell's place from 1; absent for the notebook as a whole. */
  readonly cell?: number;
  readonly problem: string;
}

/**
 * Looks whether a notebook's source is fit for version control: no outputs, no execution counts,
 * stable and unique cell ids, a kernelspec of this kernel. Returns what is not; empty is clean.
 * Throws `E_NOTEBOOK_FILE` for a file that is no notebook.
 */
export async function checkNotebook(path: string): Promise<NotebookProblem[]> {
  const notebook = await readNotebook(path);
  const raw = JSON.parse(await readFile(path, "utf8")) as { cells: JsonObject[] };
  const problems: NotebookProblem[] = [];
  const kernel = notebook.metadata.kernelspec as { name?: string } | undefined;
  if (kernel?.name !== "moviola") problems.push({ problem: "its kernelspec is not moviola" });
  const seen = new Set<unknown>();
  for (const [index, { id }] of raw.cells.entries()) {
    const cell = index + 1;
    if (typeof id !== "string") problems.push({ cell, problem: "it has no id" });
    else if (!/^[a-zA-Z0-9_-]{1,64}$/.test(id)) problems.push({ cell, problem: `bad id ${id}` });
    if (seen.has(id)) problems.push({ cell, problem: `its id ${String(id)} is used twice` });
    seen.add(id);
    const { outputs, executionCount } = notebook.cells[index];
    if (outputs.length > 0) problems.push({ cell, problem: "it has outputs" });
    if (executionCount !== null) problems.push({ cell, problem: "it has an execution count" });
  }
  return problems;
}
