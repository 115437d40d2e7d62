import type { IncomingMessage } from "node:http";

/** Bytes kept in memory before the server is made to wait. */
const mostWaiting = 4 * 2 ** 20;

/**
 * The body of an answer as it arrives. Unlike the stream's own iterator it hands out all that came
 * before an error, so that a connection which is cut again and again still brings the file nearer.
 * Must be made in the same turn as the answer is received.
 */
export class ReceivedBody {
  readonly #response: IncomingMessage;
  #waiting: Buffer[] = [];
  #nWaiting = 0;
  #isOver = false;
  #error: unknown;
  #wake: () => void = () => undefined;

  constructor(response: IncomingMessage) {
    this.#response = response;
    response.on("data", (chunk: Buffer) => this.#receive(chunk));
    response.on("end", () => this.#finish(undefined));
    response.on("error", (error) => this.#finish(error));
    response.on("close", () => this.#finish(new Error("the connection was closed")));
  }

  /** The chunks in order; throws the connection's error after the last one that came. */
  async *chunks(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const chunks = this.#waiting;
      this.#waiting = [];
      this.#nWaiting = 0;
      yield* chunks;
      if (this.#nWaiting > 0) continue;
      if (this.#isOver) break;
      this.#response.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#error !== undefined) throw this.#error as Error;
  }

  #receive(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#nWaiting += chunk.length;
    if (this.#nWaiting > mostWaiting) this.#response.pause();
    this.#wake();
  }

  #finish(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#wake();
  }
}
