import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";

import { MoviolaError } from "../../common/index.js";
import { endpoint } from "../protocol/connection.js";
import { createMessage, type JsonObject, type Message } from "../protocol/message.js";
import { SocketSender } from "../protocol/sender.js";
import { decodeMessage, encodeMessage } from "../protocol/wire.js";
import { KernelProcess, type KernelProcessOptions, type RunningKernel } from "./kernel-process.js";

/** A finished request: the reply, and what was published on its behalf until the kernel was idle. */
export interface Answer {
  readonly reply: Message;
  readonly published: readonly Message[];
}

interface Pending {
  reply?: Message;
  isIdle: boolean;
  readonly published: Message[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds a kernel has to answer for the first time: seconds, but on a machine that is very busy. */
const startLimit = 180_000;

/** A client of one kernel, over the Jupyter messaging protocol. */
export class KernelClient {
  readonly kernel: RunningKernel;
  readonly #session = randomUUID();
  readonly #shell = new Dealer({ linger: 0, sendHighWaterMark: 0 });
  readonly #control = new Dealer({ linger: 0 });
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #senders = {
    shell: new SocketSender(this.#shell),
    control: new SocketSender(this.#control),
  };
  readonly #pending: Map<string, Pending> = new Map();
  /** Who hears what a request publishes, also after its end: timers of a cell may still print. */
  readonly #hearers: Map<string, (message: Message) => void> = new Map();
  readonly #listeners: Set<(message: Message) => void> = new Set();
  #death: Error | undefined;

  private constructor(kernel: RunningKernel) {
    this.kernel = kernel;
    const { connection } = kernel;
    this.#shell.connect(endpoint(connection, "shell"));
    this.#control.connect(endpoint(connection, "control"));
    this.#iopub.connect(endpoint(connection, "iopub"));
    this.#iopub.subscribe();
    for (const socket of [this.#shell, this.#control, this.#iopub]) void this.#receive(socket);
    void kernel.ended.then((how) => this.#onDeath(how));
  }

  /** Starts a kernel and waits until it answers and its output can be heard. */
  static async start(options: KernelProcessOptions): Promise<KernelClient> {
    return await KernelClient.connect(await KernelProcess.start(options));
  }

  /**
   * Connects with a kernel that has been started and waits as {@link start} does, at most `limit`
   * milliseconds. Throws `E_NOTEBOOK_KERNEL_START` when no answer comes.
   */
  static async connect(kernel: RunningKernel, limit: number = startLimit): Promise<KernelClient> {
    const client = new KernelClient(kernel);
    try {
      await client.#waitForOutput(limit);
      return client;
    } catch (error) {
      // Open sockets would keep this process, and look for the kernel for ever.
      client.close();
      throw error;
    }
  }

  /** A subscription takes effect some time after it is made, so ask until a status is heard. */
  async #waitForOutput(limit: number): Promise<void> {
    const deadline = Date.now() + limit;
    let heard = false;
    const stop = this.onPublished((message) => (heard ||= message.parent.msg_id !== undefined));
    try {
      while (!heard) {
        if (this.#death !== undefined || Date.now() > deadline) {
          throw await this.#startFailure(limit);
        }
        this.request("kernel_info_request", {}).catch(() => undefined);
        await sleep(heard ? 0 : 100);
      }
    } finally {
      stop();
    }
    await this.request("kernel_info_request", {});
  }

  async #startFailure(limit: number): Promise<Error> {
    // What it still has to say is heard by then.
    await this.kernel.kill();
    return new MoviolaError("E_NOTEBOOK_KERNEL_START", "the notebook kernel did not start", {
      expected: `an answer within ${limit / 1000} seconds`,
      got: this.kernel.errorText.trim() || "none",
      remedy: "build the package (`npm run build`), and see what `moviola doctor` finds",
    });
  }

  /** Calls `listener` with everything that the kernel publishes; returns how to stop that. */
  onPublished(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends a request and resolves when the reply is there and the kernel is idle again.
   * Rejects with `E_NOTEBOOK_KERNEL_DIED` when the kernel ends first.
   */
  request(
    type: string,
    content: JsonObject,
    options: {
      readonly channel?: "shell" | "control";
      readonly onPublished?: (message: Message) => void;
    } = {},
  ): Promise<Answer> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    const message = createMessage({ type, session: this.#session, content });
    return new Promise((resolve, reject) => {
      const id = message.header.msg_id;
      if (options.onPublished !== undefined) this.#hearers.set(id, options.onPublished);
      this.#pending.set(id, { isIdle: false, published: [], resolve, reject });
      const frames = encodeMessage(this.kernel.connection.key, message);
      this.#senders[options.channel ?? "shell"].push(frames);
    });
  }

  /** Runs code as a cell. */
  execute(
    code: string,
    options: {
      readonly stopOnError?: boolean;
      readonly onPublished?: (message: Message) => void;
    } = {},
  ): Promise<Answer> {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: options.stopOnError ?? true,
    };
    const { onPublished } = options;
    return this.request("execute_request", content, onPublished ? { onPublished } : {});
  }

  async interrupt(): Promise<void> {
    await this.request("interrupt_request", {}, { channel: "control" });
  }

  /** Asks the kernel to end, and ends it when it does not. */
  async shutdown(): Promise<void> {
    const asked = this.request("shutdown_request", { restart: false }, { channel: "control" });
    asked.catch(() => undefined);
    const ended = await Promise.race([this.kernel.ended, sleep(3000, undefined, { ref: false })]);
    if (ended === undefined) await this.kernel.kill();
    this.close();
  }

  /** Closes the sockets of this side. */
  close(): void {
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }

  async #receive(socket: AsyncIterable<Buffer[]>): Promise<void> {
    for await (const frames of socket) {
      const message = decodeOrSkip(this.kernel.connection.key, frames);
      if (message !== undefined) this.#take(message, socket === this.#iopub);
    }
  }

  #take(message: Message, isPublished: boolean): void {
    if (isPublished) for (const listener of this.#listeners) listener(message);
    const id = message.parent.msg_id ?? "";
    if (isPublished) this.#hearers.get(id)?.(message);
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (isPublished) {
      pending.published.push(message);
      pending.isIdle ||= message.content.execution_state === "idle";
    } else {
      pending.reply = message;
    }
    if (pending.reply !== undefined && pending.isIdle) {
      this.#pending.delete(id);
      pending.resolve({ reply: pending.reply, published: pending.published });
    }
  }

  #onDeath(how: string): void {
    this.#death = new MoviolaError("E_NOTEBOOK_KERNEL_DIED", "the notebook kernel ended", {
      expected: "a kernel that lives until the last cell has run",
      got: [how, this.kernel.errorText.trim()].filter((text) => text !== "").join("; "),
      remedy: "see whether a cell ends the process or needs more memory than there is",
    });
    for (const pending of this.#pending.values()) pending.reject(this.#death);
    this.#pending.clear();
  }
}

function decodeOrSkip(key: string, frames: Buffer[]): Message | undefined {
  try {
    return decodeMessage(key, frames);
  } catch {
    return undefined;
  }
}
