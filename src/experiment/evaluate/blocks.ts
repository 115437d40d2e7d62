import { setImmediate } from "node:timers/promises";
import type { ProgressListener } from "../../common/progress.js";

/** How a long piece of work is cut up and followed. */
export interface BlockOptions {
  /** Such as `evaluate item-knn`. */
  readonly task: string;
  /** Plural of what is counted. */
  readonly unit: string;
  readonly total: number;
  readonly blockSize: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Calls `work` with consecutive ranges `[start, end)` that cover 0 .. total. Between blocks it
 * reports, lets timers and messages through, and stops with the signal's reason when asked to.
 */
export async function forEachBlock(
  options: BlockOptions,
  work: (start: number, end: number) => void | Promise<void>,
): Promise<void> {
  const { task, unit, total, blockSize, onProgress, signal } = options;
  for (let start = 0; start < total; start += blockSize) {
    signal?.throwIfAborted();
    const end = Math.min(start + blockSize, total);
    await work(start, end);
    onProgress?.({ task, done: end, total, unit });
    await setImmediate();
  }
}
