import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { MoviolaError } from "../../common/index.js";
import { writeFileAtomic } from "../../common/files.js";
import { recipeHash, recipeParts, type RecipeParts } from "../cache/recipe.js";
import { RunCache, type KeptRun } from "../cache/run-cache.js";
import type { Notebook } from "../file/notebook.js";
import { readNotebook } from "../file/read.js";
import { formatNotebook } from "../file/write.js";
import { workingFolder } from "../kernel/package-root.js";
import { injectParameters } from "../parameters/inject.js";
import { executedCopy } from "./executed.js";
import { Execution } from "./execute.js";
import { cellFailed, runAborted } from "./failures.js";
import { runCells, type Limits } from "./limits.js";
import { heldPlace, inPlace } from "./places.js";
import { defaultTimeLimit, type NotebookRun, type RunNotebookOptions } from "./options.js";

/**
 * Runs a notebook from its first cell to its last in a kernel of its own, without Python or a
 * Jupyter server, and writes the executed copy; the notebook itself is not touched. Notebooks beyond as many
 * as the machine has cores (`MOVIOLA_NOTEBOOKS`) wait for their turn. An earlier
 * result of the same recipe (cells, parameters, library, lockfile, data, versions) is taken from
 * the cache.
 *
 * The run stops at the first cell that fails: `E_NOTEBOOK_CELL`, with cell, line and message; the
 * copy then holds the outputs up to there. Other errors: `E_NOTEBOOK_FILE`,
 * `E_PARAMETER_UNKNOWN`, `E_PARAMETER_TYPE`, `E_NOTEBOOK_TIME`, `E_NOTEBOOK_KERNEL_START`,
 * `E_NOTEBOOK_KERNEL_DIED`, `E_NOTEBOOK_ABORTED`, `E_NOTEBOOK_PLACES`.
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions = {},
): Promise<NotebookRun> {
  const source = await readNotebook(path);
  const notebook = injectParameters(source, options.parameters ?? {}, path);
  const outputPath = outputPathFor(path, options.outputPath);
  const { dataIdentity } = options;
  const parts = await recipeParts({
    notebook,
    folder: dirname(resolve(path)),
    environment: options.environment ?? {},
    dataIdentity: typeof dataIdentity === "function" ? await dataIdentity() : dataIdentity,
  });
  const run = (): Promise<KeptRun> =>
    whenFree(path, options, () => execute(path, notebook, outputPath, options, parts));
  const cache = openCache(path, options);
  if (cache === undefined) return toRun(path, outputPath, "run", await run());
  const recipe = recipeHash(parts);
  const kept = await cache.find(recipe);
  if (kept !== undefined) {
    await writeIfDifferent(outputPath, kept.content);
    return toRun(path, outputPath, "cached", kept);
  }
  const made = await run();
  await cache.keep(recipe, resolve(path), made);
  return toRun(path, outputPath, "run", made);
}

function outputPathFor(path: string, given: string | undefined): string {
  const output = given ?? join(dirname(path), `${basename(path, ".ipynb")}.executed.ipynb`);
  if (resolve(output) !== resolve(path)) return output;
  throw new MoviolaError("E_NOTEBOOK_OUTPUT", "the executed copy would replace the notebook", {
    where: output,
    expected: "another path: a notebook's source holds no outputs",
    remedy: "choose another output path",
  });
}

function openCache(path: string, options: RunNotebookOptions): RunCache | undefined {
  const { cacheFolder } = options;
  if (cacheFolder === false) return undefined;
  const root = workingFolder(dirname(resolve(path)));
  return new RunCache(cacheFolder ?? join(root, ".moviola", "notebooks"));
}

/** Runs when the machine has a place; says so where the notebook waits. */
async function whenFree<T>(
  path: string,
  { signal, onProgress }: RunNotebookOptions,
  run: () => Promise<T>,
): Promise<T> {
  const onWait = (places: number): void => {
    const note = `waiting: ${places} notebooks run on this machine (MOVIOLA_NOTEBOOKS)`;
    onProgress?.({ task: "notebook", done: 0, unit: "cells", note });
  };
  let hasBegun = false;
  const begin = (): Promise<T> => {
    hasBegun = true;
    return run();
  };
  try {
    return await inPlace({ signal, onWait }, begin);
  } catch (error) {
    if (!hasBegun && signal?.aborted === true) throw runAborted(path);
    throw error;
  }
}

async function execute(
  path: string,
  notebook: Notebook,
  outputPath: string,
  options: RunNotebookOptions,
  recipe: RecipeParts,
): Promise<KeptRun> {
  const execution = new Execution(notebook);
  const { collector } = execution;
  const start = performance.now();
  const secondsSoFar = (): number => Math.round(performance.now() - start) / 1000;
  const write = async (status: "finished" | "failed"): Promise<string> => {
    const { parameters = {} } = options;
    const summary = { status, seconds: secondsSoFar(), parameters, recipe };
    const copy = executedCopy(notebook, collector, execution.timings, summary);
    const content = formatNotebook(copy);
    await writeFileAtomic(outputPath, content);
    return content;
  };
  try {
    await runCells(path, notebook, execution, toLimits(options));
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (execution.current !== undefined) collector.fail(execution.current, "Stopped", message);
    await write("failed");
    throw error;
  }
  const { failure } = collector;
  const content = await write(failure === undefined ? "finished" : "failed");
  if (failure !== undefined) throw cellFailed(notebook, path, failure, outputPath);
  const { verdict } = collector;
  const cells = execution.cells.length;
  return { content, cells, seconds: secondsSoFar(), errorText: collector.errorText(), verdict };
}

function toLimits(options: RunNotebookOptions): Limits {
  return {
    timeLimit: options.timeLimit ?? defaultTimeLimit,
    environment: { ...options.environment, ...heldPlace },
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal,
  };
}

async function writeIfDifferent(path: string, content: string): Promise<void> {
  const old = await readFile(path, "utf8").catch(() => undefined);
  if (old !== content) await writeFileAtomic(path, content);
}

function toRun(
  notebook: string,
  outputPath: string,
  status: "run" | "cached",
  run: KeptRun,
): NotebookRun {
  const { cells, errorText, seconds, verdict } = run;
  const base = { notebook, outputPath, status, cells, seconds, errorText };
  return verdict === undefined ? base : { ...base, verdict };
}
