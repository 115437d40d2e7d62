import type { ProgressListener } from "../../common/index.js";
import { isRunnable, type Notebook } from "../file/notebook.js";
import type { CellTiming } from "./executed.js";
import type { KernelClient } from "./kernel-client.js";
import { OutputCollector } from "./outputs.js";

/** Milliseconds after the last cell in which the timers that cells left may still fail the run. */
const lastWords = 1000;

/** The cells of one notebook, run in order in one kernel, as far as they get. */
export class Execution {
  readonly collector: OutputCollector = new OutputCollector();
  readonly timings: Map<number, CellTiming> = new Map();
  readonly cells: readonly number[];
  /** The cell that runs now. */
  current: number | undefined;
  readonly #notebook: Notebook;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
    this.cells = notebook.cells.flatMap((cell, index) => (isRunnable(cell) ? [index] : []));
  }

  /** Runs the cells until one fails. Rejects only when the kernel ends. */
  async run(client: KernelClient, onProgress: ProgressListener): Promise<void> {
    const total = this.cells.length;
    onProgress({ task: "notebook", done: 0, total, unit: "cells" });
    for (const [done, index] of this.cells.entries()) {
      await this.#runCell(client, index);
      if (this.collector.failure !== undefined) return;
      const seconds = this.timings.get(index)!.seconds.toFixed(1);
      const note = `${seconds} s  ${this.#title(index)}`;
      onProgress({ task: "notebook", done: done + 1, total, unit: "cells", note });
    }
    // A request of our own beside those of the protocol.
    await client.request("settle_request", { limit: lastWords });
  }

  async #runCell(client: KernelClient, index: number): Promise<void> {
    this.current = index;
    const start = performance.now();
    const time = (executionCount: number | null): void => {
      const seconds = (performance.now() - start) / 1000;
      this.timings.set(index, { executionCount, seconds });
    };
    time(null);
    const { reply } = await client.execute(this.#notebook.cells[index].source, {
      onPublished: (message) => this.collector.take(message, index),
    });
    time(reply.content.execution_count as number | null);
    this.current = undefined;
  }

  /** The first line of a cell that says something. */
  #title(index: number): string {
    const lines = this.#notebook.cells[index].source.split("\n");
    return (lines.find((line) => line.trim() !== "") ?? "").slice(0, 60);
  }
}
