import type { JsonObject, Message, MessageHeader } from "../protocol/message.js";
import type { Connection } from "../protocol/connection.js";

/** What the front thread is started with. */
export interface FrontSetup {
  readonly connection: Connection;
  /** What both threads see at once; see {@link shared}. */
  readonly phase: Int32Array;
  /** Process id of the program that started the kernel, if the kernel shall end with it. */
  readonly parentProcess: number | undefined;
  /** A folder made for this kernel alone, to be removed when its starter has gone. */
  readonly temporaryFolder: string | undefined;
}

/** What the front thread tells the thread that runs cells. */
export type ToSession =
  | { readonly kind: "request"; readonly channel: "shell" | "control"; readonly message: Message }
  | { readonly kind: "interrupt"; readonly id: number }
  | { readonly kind: "barrier" }
  | { readonly kind: "shutdown" };

/** What the thread that runs cells tells the front thread. */
export type ToFront =
  | {
      readonly kind: "publish";
      readonly type: string;
      readonly content: JsonObject;
      readonly parent: Partial<MessageHeader>;
      readonly metadata?: JsonObject;
    }
  | {
      readonly kind: "reply";
      readonly channel: "shell" | "control";
      readonly type: string;
      readonly content: JsonObject;
      readonly request: Message;
    }
  | { readonly kind: "barrier" };

/** Sends to the front thread. */
export type Post = (message: ToFront) => void;

/** Places of the memory that both threads share: a message would come late to a thread without processor time. */
export const shared = {
  /** A {@link phase}. */
  phase: 0,
  /** Id of the last interrupt that the thread that runs cells has noticed. */
  noticed: 1,
  /** Requests that it has begun. */
  begun: 2,
  /** How often the front has sent SIGINT. */
  sent: 3,
  /** How many of those have arrived, or can no longer. */
  arrived: 4,
} as const;

/** The memory that both threads share. */
export function sharedMemory(): Int32Array {
  const places = Object.keys(shared).length;
  return new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT));
}

/** What the thread that runs cells is doing, as the front thread sees it in shared memory. */
export const phase = {
  /** The kernel's own work, such as compiling a cell; must not be stopped halfway. */
  kernelWork: 0,
  /** The first stretch of a cell, inside a script that SIGINT stops cleanly. */
  inScript: 1,
  /** The event loop turns, or what a cell left running blocks it. */
  free: 2,
} as const;
