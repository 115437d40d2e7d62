import type { JsonObject, MessageHeader } from "../protocol/message.js";

/** Text of one stream that goes out as one message. */
export interface StreamText {
  readonly content: JsonObject;
  readonly parent: Partial<MessageHeader>;
}

/** Characters after which a batch is sent at once. */
const largestBatch = 64 * 1024;
/** Milliseconds for which text may wait for more. */
const longestWait = 20;

/**
 * Collects what a cell prints into few messages, in order: a message a line would be thousands of
 * messages a second, which clients drop or choke on. The owner flushes before any other message.
 */
export class StreamBuffer {
  readonly #send: (text: StreamText) => void;
  #name = "";
  #parent: Partial<MessageHeader> = {};
  #pieces: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (text: StreamText) => void) {
    this.#send = send;
  }

  /** Adds text of stream `name`; text of another stream or another cell goes out first. */
  write(name: string, text: string, parent: Partial<MessageHeader>): void {
    if (name !== this.#name || parent.msg_id !== this.#parent.msg_id) this.flush();
    this.#name = name;
    this.#parent = parent;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length >= largestBatch) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), longestWait);
  }

  /** Sends what is there. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pieces.length === 0) return;
    const text = this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    this.#send({ content: { name: this.#name, text }, parent: this.#parent });
  }
}
