/** The part of a ZeroMQ socket that a {@link SocketSender} needs. */
export interface SendingSocket {
  send(frames: Buffer[]): Promise<void>;
}

/**
 * Sends messages over one socket in the order given, one at a time: a ZeroMQ socket of Node refuses
 * a second `send` while the first is under way, so unqueued messages would be lost.
 */
export class SocketSender {
  readonly #socket: SendingSocket;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: SendingSocket) {
    this.#socket = socket;
  }

  /** Queues one message. A socket that was closed meanwhile drops it. */
  push(frames: Buffer[]): void {
    this.#last = this.#last.then(() => this.#socket.send(frames)).catch(() => undefined);
  }

  /** Resolves when everything queued so far has been handed to ZeroMQ. */
  drained(): Promise<void> {
    return this.#last;
  }
}
