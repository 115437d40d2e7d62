/** Running the notebooks that become reports, whatever becomes of the others. */
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { didYouMean } from "../../common/suggest.js";
import { readNotebook, runNotebook, type RunNotebookOptions } from "../../notebook/index.js";
import { cellProgress } from "./cell-progress.js";
import { asMoviolaError } from "./report-error.js";
import { runQueue, type QueuedNotebook } from "./report-queue.js";

/** What became of one notebook. */
export interface ReportRun {
  readonly name: string;
  /** `kept`: not asked for by `--only`; its last executed copy is used. */
  readonly status: "run" | "cached" | "kept";
  readonly seconds: number;
  readonly verdict: string | undefined;
  readonly error: Error | undefined;
  /** The executed copy; absent when the notebook failed before one was written. */
  readonly executedPath: string | undefined;
}

/** Settings of {@link runReports}. */
export interface ReportRunOptions {
  readonly project: string;
  readonly only: readonly string[];
  /** Values for the notebooks of `only`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly cache: boolean;
  readonly timeLimit: number;
  /** Notebooks that run at a time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly isQuiet: boolean;
  /** Called after each notebook that was run or taken from the cache. */
  readonly onRun: (run: ReportRun) => void;
}

/** Where a project keeps notebooks and the site. */
export interface ReportFolders {
  readonly project: string;
  readonly notebooks: string;
  readonly executed: string;
  readonly site: string;
}

/**
 * Runs the notebooks of a project in the order of their pages; one that reads the run store
 * (`metadata.moviola.reads`) comes behind those that fill it, and waits for them. Throws `E_REPORTS_NOTEBOOK` when
 * there is none to run.
 */
export async function runReports(
  options: ReportRunOptions,
): Promise<{ runs: ReportRun[]; folders: ReportFolders }> {
  const project = resolve(options.project);
  const folders = {
    project,
    notebooks: join(project, "notebooks"),
    executed: join(project, "reports/_executed"),
    site: join(project, "reports/_site"),
  };
  const queue = await notebookQueue(folders.notebooks, options.only);
  const showProgress = options.isQuiet ? () => undefined : cellProgress(process.stderr);
  const runs = await runQueue(queue, options.jobs, async (name) => {
    if (options.only.length > 0 && !options.only.includes(name)) return keptRun(name, folders);
    const run = await runOne(name, folders, options, showProgress(name));
    options.onRun(run);
    return run;
  });
  return { runs: runs.filter((run) => run !== undefined), folders };
}

async function notebookQueue(folder: string, only: readonly string[]): Promise<QueuedNotebook[]> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const names = files
    .filter((file) => file.endsWith(".ipynb") && !/^\.|\.executed\.ipynb$/.test(file))
    .map((file) => file.replace(/\.ipynb$/, ""))
    .sort();
  const unknown = only.filter((name) => !names.includes(name));
  if (names.length > 0 && unknown.length === 0) return inPageOrder(folder, names);
  throw new MoviolaError("E_REPORTS_NOTEBOOK", "There is no such notebook to make a report of", {
    where: folder,
    expected: names.length === 0 ? "at least one .ipynb file" : `one of ${names.join(", ")}`,
    got: names.length === 0 ? "none" : unknown.join(", "),
    remedy: `${didYouMean(unknown.join(" "), names)}Run the command in the project's folder, or name it with --project`,
  });
}

/** By `metadata.moviola.page.order`, those without one last; equals stay by name. */
async function inPageOrder(folder: string, names: readonly string[]): Promise<QueuedNotebook[]> {
  const asked: (QueuedNotebook & { readonly order: number })[] = [];
  for (const name of names) {
    // A file that is no notebook fails when its turn comes, with its own message.
    const notebook = await readNotebook(join(folder, `${name}.ipynb`)).catch(() => undefined);
    const { page, reads } = (notebook?.metadata.moviola ?? {}) as PageMetadata;
    const order = typeof page?.order === "number" ? page.order : Number.MAX_VALUE;
    asked.push({ name, order, readsRuns: Array.isArray(reads) && reads.includes("runs") });
  }
  return asked.sort((a, b) => a.order - b.order);
}

interface PageMetadata {
  readonly page?: { readonly order?: unknown } | null;
  readonly reads?: unknown;
}

async function runOne(
  name: string,
  folders: ReportFolders,
  options: ReportRunOptions,
  onProgress: RunNotebookOptions["onProgress"],
): Promise<ReportRun> {
  const outputPath = join(folders.executed, `${name}.ipynb`);
  const started = Date.now();
  const settings: RunNotebookOptions = {
    outputPath,
    parameters: options.parameters,
    timeLimit: options.timeLimit,
    signal: options.signal,
    ...(options.cache ? {} : { cacheFolder: false }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  try {
    const run = await runNotebook(join(folders.notebooks, `${name}.ipynb`), settings);
    return {
      name,
      status: run.status,
      seconds: run.seconds,
      verdict: run.verdict?.text,
      error: undefined,
      executedPath: outputPath,
    };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return {
      name,
      status: "run",
      seconds: (Date.now() - started) / 1000,
      verdict: undefined,
      error: asMoviolaError(error),
      executedPath: (await isWrittenSince(outputPath, started)) ? outputPath : undefined,
    };
  }
}

/** A failed run leaves a copy up to its error; an older copy says nothing about this run. */
async function isWrittenSince(path: string, started: number): Promise<boolean> {
  const entry = await stat(path).catch(() => undefined);
  // File systems keep times to a second or two at worst.
  return entry !== undefined && entry.mtimeMs >= started - 2000;
}

async function keptRun(name: string, folders: ReportFolders): Promise<ReportRun | undefined> {
  const executedPath = join(folders.executed, `${name}.ipynb`);
  if ((await stat(executedPath).catch(() => undefined)) === undefined) return undefined;
  return { name, status: "kept", seconds: 0, verdict: undefined, error: undefined, executedPath };
}
