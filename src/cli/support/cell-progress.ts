import type { RunNotebookOptions } from "../../notebook/index.js";

/** Where progress is written; `process.stderr` is one. */
export interface ProgressTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Says how far notebooks are, by cells: on a terminal a line that is redrawn after every cell, with all
 * notebooks under way; in a file or a pipe a line of its own after each tenth of a notebook.
 */
export function cellProgress(
  target: ProgressTarget,
): (name: string) => RunNotebookOptions["onProgress"] {
  if (target.isTTY !== true) return (name) => lines(name, target);
  const shown = new Map<string, string>();
  return (name) =>
    ({ done, total = 0 }) => {
      if (done >= total) shown.delete(name);
      else shown.set(name, textOf(name, done, total));
      target.write(`\r\u001b[K${[...shown.values()].join(" · ")}`);
    };
}

function lines(name: string, target: ProgressTarget): RunNotebookOptions["onProgress"] {
  let tenths = 0;
  return ({ done, total = 0 }) => {
    const reached = Math.floor((10 * done) / total);
    // The end has a line of its own, from whoever asked for the run.
    if (done >= total || reached <= tenths) return;
    tenths = reached;
    target.write(`${textOf(name, done, total)}\n`);
  };
}

function textOf(name: string, done: number, total: number): string {
  return `${name}: ${done} of ${total} cells`;
}
