import type { MessageHeader } from "../protocol/message.js";
import type { Post } from "./bridge.js";
import { phase } from "./bridge.js";
import { CellInterrupted, interruptAwaits } from "./await-guard.js";
import type { CellCompiler } from "./compiler.js";
import type { Evaluator } from "./evaluator.js";
import { describeDiagnostics, describeThrown, type Failure } from "./failure.js";
import type { CellFrames } from "./frames.js";

/** How a cell ended. */
export type Outcome =
  | { readonly status: "ok"; readonly value: unknown }
  | { readonly status: "error"; readonly failure: Failure };

/** Key under `globalThis` of the `AbortSignal` that is aborted when the cell is interrupted. */
const interruptSignalKey: unique symbol = Symbol.for("moviola.interruptSignal");

/** What a running cell can be ended with from outside. */
type Ending = (outcome: Outcome) => void;

/**
 * Runs one cell at a time: compiles it, evaluates it, and ends it early when it is interrupted or
 * when code that nobody awaits fails meanwhile.
 */
export class CellExecution {
  readonly #compiler: CellCompiler;
  readonly #evaluator: Evaluator;
  readonly #frames: CellFrames;
  readonly #phase: Int32Array;
  #end: Ending | undefined;
  #label = "";

  constructor(
    compiler: CellCompiler,
    evaluator: Evaluator,
    frames: CellFrames,
    phaseCell: Int32Array,
  ) {
    this.#compiler = compiler;
    this.#evaluator = evaluator;
    this.#frames = frames;
    this.#phase = phaseCell;
  }

  /** Runs a cell; never rejects. */
  async run(code: string, executionCount: number): Promise<Outcome> {
    const label = `cell [${executionCount}]`;
    this.#label = label;
    Atomics.store(this.#phase, 0, phase.kernelWork);
    let compiled: ReturnType<CellCompiler["compile"]>;
    try {
      compiled = this.#compiler.compile(code);
    } catch (error) {
      return this.#failed(error);
    }
    this.#frames.remember(label, compiled.positions.lines);
    if (compiled.diagnostics.length > 0) {
      const failure = describeDiagnostics(compiled.diagnostics, label, this.#frames);
      return { status: "error", failure };
    }
    const outcome = await this.#endable(() => this.#evaluator.evaluate(compiled, label));
    if (outcome.status === "ok") this.#compiler.accept(compiled);
    return outcome;
  }

  /** Starts `work` in a turn of its own, so that terminating it takes nothing of the kernel along. */
  #endable(work: () => Promise<unknown>): Promise<Outcome> {
    const controller = new AbortController();
    Object.defineProperty(globalThis, interruptSignalKey, {
      value: controller.signal,
      configurable: true,
    });
    return new Promise((resolve) => {
      this.#end = (outcome) => {
        this.#end = undefined;
        if (outcome.status === "error") controller.abort(new CellInterrupted());
        resolve(outcome);
      };
      const end = this.#end;
      const settle = (outcome: Outcome): void => {
        // Rejections that nobody handles are reported before the next turn and are the cell's.
        setImmediate(() => {
          if (this.#end === end) end(outcome);
        });
      };
      setImmediate(() => {
        Atomics.store(this.#phase, 0, phase.free);
        // Interrupted while it was compiled: it must not start.
        if (this.#end !== end) return;
        work().then(
          (value) => settle({ status: "ok", value }),
          (error: unknown) => settle(this.#failed(error)),
        );
      });
    });
  }

  #failed(error: unknown): Outcome {
    return { status: "error", failure: describeThrown(error, this.#label, this.#frames) };
  }

  /** Ends the running cell, if one runs, and what cells left waiting. */
  interrupt(): void {
    interruptAwaits();
    this.#end?.(this.#failed(new CellInterrupted()));
  }

  /**
   * Takes a failure outside any awaited code: the running cell fails with it; with none running it
   * is described for the cell that ran last.
   */
  takeStray(error: unknown): Failure | undefined {
    if (error instanceof CellInterrupted) return undefined;
    const outcome = this.#failed(error);
    if (this.#end !== undefined) {
      this.#end(outcome);
      return undefined;
    }
    return outcome.status === "error" ? outcome.failure : undefined;
  }
}

/** Publishes a failure as a Jupyter `error` output. */
export function publishFailure(post: Post, failure: Failure, parent: Partial<MessageHeader>): void {
  const { name, message, traceback, place } = failure;
  post({
    kind: "publish",
    type: "error",
    content: { ename: name, evalue: message, traceback },
    metadata: place === undefined ? {} : { moviola: { ...place } },
    parent,
  });
}
