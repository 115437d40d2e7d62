import { Script } from "node:vm";

import { guardedAwait } from "./await-guard.js";
import { phase } from "./bridge.js";
import type { CellRequire } from "./cell-require.js";
import type { CompiledCell } from "./compiler.js";
import { isScriptInterrupt } from "./failure.js";
import type { CellFrames } from "./frames.js";
import { absorbLateSignal, isOwnSignal } from "./own-signal.js";

/**
 * Runs compiled cells in this process, in the scope that all cells share: what a cell declares is a
 * property of one `exports` object, where later cells find it.
 */
export class Evaluator {
  readonly #exports: Record<string, unknown> = createExports();
  readonly #require: CellRequire;
  readonly #frames: CellFrames;
  readonly #phase: Int32Array;

  constructor(cellRequire: CellRequire, frames: CellFrames, phaseCell: Int32Array) {
    this.#require = cellRequire;
    this.#frames = frames;
    this.#phase = phaseCell;
  }

  /** Runs a cell and resolves to the value of its last expression, awaited; `label` names it. */
  async evaluate(cell: CompiledCell, label: string): Promise<unknown> {
    this.#require.update(cell.sideOutputs);
    if (cell.output === undefined) return undefined;
    await guardedAwait(this.#require.prepare(cell.output));
    const script = new Script(wrap(cell), {
      filename: this.#frames.register(label, cell.positions),
      lineOffset: -1,
    });
    await this.#start(script);
    if (cell.lastExpression === undefined) return undefined;
    const value = this.#exports[cell.lastExpression];
    Reflect.deleteProperty(this.#exports, cell.lastExpression);
    return await value;
  }

  /** The cell's first stretch, up to its first `await`, runs inside a script that SIGINT stops. */
  #start(script: Script): unknown {
    const { require } = this.#require;
    const exports = this.#exports;
    Object.defineProperty(globalThis, "__tslab__", {
      value: { exports, require },
      configurable: true,
    });
    absorbLateSignal(this.#phase);
    Atomics.store(this.#phase, 0, phase.inScript);
    try {
      return script.runInThisContext({ breakOnSigint: process.platform !== "win32" }) as unknown;
    } catch (error) {
      if (isScriptInterrupt(error)) isOwnSignal(this.#phase);
      throw error;
    } finally {
      Atomics.store(this.#phase, 0, phase.free);
    }
  }
}

/** Every cell is an async function: `for await` at the top level is one that tslab does not tell. */
function wrap(cell: CompiledCell): string {
  const body = cell.output ?? "";
  return `(async function(exports, require) {\n${body}\n})(__tslab__.exports, __tslab__.require)`;
}

/** Named imports are compiled to getters; the shared scope keeps plain values that can change. */
function createExports(): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  return new Proxy(values, {
    defineProperty(target, name, attributes) {
      if (name === "__esModule" || typeof name !== "string") return true;
      target[name] =
        attributes.get === undefined ? (attributes.value as unknown) : attributes.get();
      return true;
    },
  });
}
