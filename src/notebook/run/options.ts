import type { ProgressListener } from "../../common/index.js";
import type { ParameterValue } from "../parameters/parameter.js";
import type { NotebookVerdict } from "./outputs.js";

/** How {@link runNotebook} runs a notebook. */
export interface RunNotebookOptions {
  /** Values by name; texts are brought to the declared type, as from a command line. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Where the executed copy goes. Default: beside the notebook, as `<name>.executed.ipynb`. */
  readonly outputPath?: string;
  /** Seconds for the whole run, from its first cell's kernel on: waiting for a place does not count. Default 3600. */
  readonly timeLimit?: number;
  /** Where results are kept, or `false` to run in any case. Default `.moviola/notebooks`. */
  readonly cacheFolder?: string | false;
  /**
   * What identifies the data a notebook may read, in any words, for the cache. Default: path, size
   * and time of every file in the data folders.
   */
  readonly dataIdentity?: readonly string[] | (() => Promise<readonly string[]>);
  /** Variables of the environment for the kernel, beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Told before the first cell and after every cell. */
  readonly onProgress?: ProgressListener;
  /** Ends the run; the kernel is stopped and no output is written. */
  readonly signal?: AbortSignal;
}

/** A finished run. */
export interface NotebookRun {
  readonly notebook: string;
  readonly outputPath: string;
  /** `cached`: a kept result of the same recipe was taken, and nothing was run. */
  readonly status: "run" | "cached";
  /** Code cells run. */
  readonly cells: number;
  /** How long the run took, in seconds; of a kept result, how long it took then. */
  readonly seconds: number;
  /** What cells wrote to standard error. */
  readonly errorText: string;
  /** The last verdict that a cell displayed. */
  readonly verdict?: NotebookVerdict;
}

/** Seconds a run may take by default. */
export const defaultTimeLimit = 3600;
