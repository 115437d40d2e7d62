import { Worker, type ResourceLimits } from "node:worker_threads";
import { MoviolaError } from "../../common/errors.js";
import { restoredError } from "./error-transfer.js";
import type { Answer, Order, WorkerSetup } from "./messages.js";
import type { PackedUnits } from "./packed-units.js";
import type { RunUnit, UnitResult } from "./run-unit.js";

/** Longest time that a stopped worker has to finish what it is writing, in milliseconds. */
const graceMs = 1000;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly file: string;
  readonly setup: WorkerSetup;
  readonly resourceLimits: ResourceLimits;
}

/** One worker thread, as the thread that started it sees it. It does one unit at a time. */
export class UnitWorker {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #sent = new Set<string>();
  #waiting: Waiting | undefined;
  #death: Error | undefined;

  private constructor({ file, setup, resourceLimits }: WorkerStart) {
    // One thread each: the workers themselves fill the cores.
    const env = { ...process.env, MOVIOLA_THREADS: "1" };
    this.#worker = new Worker(file, { workerData: setup, env, resourceLimits });
    this.#worker.on("message", (answer: Answer) => this.#take()?.resolve(answer));
    this.#worker.on("messageerror", (error) => this.#die(error));
    this.#worker.on("error", (error) => this.#die(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#die(new Error(`the worker ended with exit code ${code}`));
        resolve();
      });
    });
  }

  /** A worker that is ready for units; rejects when none can be started. */
  static async start(start: WorkerStart): Promise<UnitWorker> {
    const worker = new UnitWorker(start);
    await worker.#answer();
    return worker;
  }

  /** False once the thread has ended, for whatever reason. */
  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /** Does a unit; one during which the worker dies fails with `E_PARALLEL_WORKER`. */
  async run(unit: RunUnit, data: PackedUnits): Promise<UnitResult> {
    try {
      data.send(unit.data, this.#sent, (order) => this.#order(order));
      this.#order({ kind: "unit", unit });
      const answer = await this.#answer();
      if (answer.kind === "done") {
        const { record, fromStore } = answer;
        return { unit, state: "done", record, fromStore };
      }
      if (answer.kind === "failed") {
        return { unit, state: "failed", error: restoredError(answer.error) };
      }
      throw new Error("the worker started anew");
    } catch (error) {
      return {
        unit,
        state: "failed",
        error: this.isAlive ? asError(error) : deathError(unit, error),
      };
    }
  }

  /** Ends the thread: at the next step of its work, by force where that takes too long. */
  async stop(): Promise<void> {
    if (this.isAlive) this.#order({ kind: "stop" });
    const timer = setTimeout(() => void this.#worker.terminate(), graceMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #order(order: Order): void {
    this.#worker.postMessage(order);
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) reject(this.#death);
      else this.#waiting = { resolve, reject };
    });
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  /** The first cause stands: an exit follows every error. */
  #die(error: Error): void {
    this.#death ??= error;
    this.#take()?.reject(this.#death);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function deathError(unit: RunUnit, cause: unknown): MoviolaError {
  return new MoviolaError("E_PARALLEL_WORKER", "A worker died while it worked on a run", {
    where: `model "${unit.model}", data "${unit.data}"`,
    expected: "a worker that ends its run",
    got: asError(cause).message,
    remedy:
      "Where memory is short, use fewer workers or a smaller model; other runs are not touched",
    cause,
  });
}
