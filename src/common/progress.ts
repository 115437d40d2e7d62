/** One report of how far a piece of long work has come. */
export interface Progress {
  /** What is being done, such as `"svd-pp epoch"` or `"download ml-100k"`. */
  readonly task: string;
  /** Units done so far. */
  readonly done: number;
  /** Units in all, if known. */
  readonly total?: number;
  /** The unit's plural, such as `"epochs"`, `"items"`, `"bytes"`. */
  readonly unit?: string;
  /** A short remark, such as the current loss. */
  readonly note?: string;
}

/** Receives progress; must return quickly and must not throw. */
export type ProgressListener = (progress: Progress) => void;
