import { Readable } from "node:stream";

import type { MessageHeader } from "../protocol/message.js";
import type { Post } from "./bridge.js";

/**
 * Sends what code writes to standard output and error to the cell that ran last, as Jupyter's own
 * kernels do, and gives code that reads standard input an empty one: nobody is there to type.
 */
export function redirectStandardStreams(
  post: Post,
  currentParent: () => Partial<MessageHeader>,
): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      const parent = currentParent();
      if (text !== "") post({ kind: "publish", type: "stream", content: { name, text }, parent });
      const callback = rest.find((value) => typeof value === "function");
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    process[name].write = write;
  }
  const empty = Readable.from([]);
  Object.defineProperty(process, "stdin", { configurable: true, get: () => empty });
}
