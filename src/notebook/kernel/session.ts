import { inspect } from "node:util";

import type { JsonObject, Message, MessageHeader } from "../protocol/message.js";
import { phase, shared, type Post, type ToSession } from "./bridge.js";
import { publishFailure, type CellExecution, type Outcome } from "./cell-execution.js";
import type { CellCompiler } from "./compiler.js";
import { toProtocolBundle, type Displayable } from "./display.js";
import { resultText } from "./result-text.js";
import { settle } from "./settle.js";
import { completeReply, inspectReply, isCompleteReply, kernelInfo } from "./language.js";

type Request = Extract<ToSession, { kind: "request" }>;

/** What a {@link Session} works with. */
export interface SessionParts {
  readonly post: Post;
  readonly compiler: CellCompiler;
  readonly execution: CellExecution;
  readonly phase: Int32Array;
  readonly version: string;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

/**
 * Answers requests one after another: runs cells, completes, inspects. After a failed cell, the
 * cells that were waiting behind it are aborted, as the protocol has it; those that arrive later
 * run.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #queue: Request[] = [];
  #working = false;
  #executionCount = 0;
  #barrierPassed: (() => void) | undefined;
  /** The request whose cell ran last: where output goes. */
  parent: Partial<MessageHeader> = {};

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Takes a message of the front thread. */
  receive(message: ToSession): void {
    switch (message.kind) {
      case "request":
        this.#queue.push(message);
        void this.#work();
        return;
      case "interrupt":
        Atomics.store(this.#parts.phase, shared.noticed, message.id);
        this.#parts.execution.interrupt();
        return;
      case "barrier":
        this.#barrierPassed?.();
        return;
      case "shutdown":
        this.#parts.exit(0);
    }
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let request = this.#queue.shift(); request; request = this.#queue.shift()) {
      this.#publish("status", { execution_state: "busy" }, request.message.header);
      Atomics.add(this.#parts.phase, shared.begun, 1);
      Atomics.store(this.#parts.phase, 0, phase.kernelWork);
      try {
        await this.#answer(request);
      } catch (error) {
        process.stderr.write(`the kernel failed: ${inspect(error)}\n`);
        this.#reply(request, errorContent("KernelError", String(error), []));
      }
      Atomics.store(this.#parts.phase, 0, phase.free);
      this.#publish("status", { execution_state: "idle" }, request.message.header);
    }
    this.#working = false;
  }

  async #answer(request: Request): Promise<void> {
    const { content, header } = request.message;
    const { compiler } = this.#parts;
    switch (header.msg_type) {
      case "kernel_info_request": {
        this.#reply(request, kernelInfo(this.#parts.version));
        return;
      }
      case "execute_request": {
        await this.#execute(request);
        return;
      }
      case "is_complete_request": {
        this.#reply(request, isCompleteReply(content));
        return;
      }
      case "inspect_request": {
        this.#reply(request, inspectReply(compiler, content));
        return;
      }
      case "complete_request": {
        this.#reply(request, completeReply(compiler, content));
        return;
      }
      case "comm_info_request": {
        this.#reply(request, { status: "ok", comms: {} });
        return;
      }
      case "settle_request":
        await settle(Number(content.limit));
        this.#reply(request, { status: "ok" });
        return;
      case "history_request": {
        this.#reply(request, { status: "ok", history: [] });
        return;
      }
      default:
      // Messages of the comm channel and of debuggers have no answer here.
    }
  }

  async #execute(request: Request): Promise<void> {
    const { header, content } = request.message;
    const code = String(content.code);
    const silent = content.silent === true;
    this.parent = header;
    if (!silent) {
      this.#executionCount += 1;
      const input = { code, execution_count: this.#executionCount };
      this.#publish("execute_input", input, header);
    }
    const outcome: Outcome =
      code.trim() === ""
        ? { status: "ok", value: undefined }
        : await this.#parts.execution.run(code, this.#executionCount);
    if (outcome.status === "ok") {
      if (!silent) await this.#showResult(outcome.value, header);
      this.#replyExecuted(request, { status: "ok", user_expressions: {}, payload: [] });
      return;
    }
    const { name, message, traceback } = outcome.failure;
    publishFailure(this.#parts.post, outcome.failure, header);
    if (content.stop_on_error !== false) await this.#abortWaiting();
    this.#replyExecuted(request, errorContent(name, message, traceback));
  }

  async #showResult(value: unknown, header: MessageHeader): Promise<void> {
    if (value === undefined) return;
    const data = isDisplayable(value)
      ? toProtocolBundle(await value.toMimeBundle())
      : { "text/plain": resultText(value) };
    // What has shown itself already, such as an exercise that was checked, has no form left to show.
    if (Object.keys(data).length === 0) return;
    const content = { data, metadata: {}, execution_count: this.#executionCount };
    this.#publish("execute_result", content, header);
  }

  /** Aborts the cells that the client had sent before it could know of the failure. */
  async #abortWaiting(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#barrierPassed = resolve;
      this.#parts.post({ kind: "barrier" });
    });
    this.#barrierPassed = undefined;
    const waiting = this.#queue.splice(0);
    for (const request of waiting) {
      if (request.message.header.msg_type !== "execute_request") {
        this.#queue.push(request);
        continue;
      }
      this.#publish("status", { execution_state: "busy" }, request.message.header);
      this.#reply(request, {
        ...errorContent("Aborted", "a cell before it failed", []),
        status: "aborted",
      });
      this.#publish("status", { execution_state: "idle" }, request.message.header);
    }
  }

  #replyExecuted(request: Request, content: JsonObject): void {
    this.#reply(request, { ...content, execution_count: this.#executionCount });
  }

  #reply({ message, channel }: Request, content: JsonObject): void {
    const type = message.header.msg_type.replace(/_request$/, "_reply");
    this.#parts.post({ kind: "reply", channel, type, content, request: message });
  }

  #publish(type: string, content: JsonObject, parent: Message["parent"]): void {
    this.#parts.post({ kind: "publish", type, content, parent });
  }
}

function errorContent(ename: string, evalue: string, traceback: readonly string[]): JsonObject {
  return { status: "error", ename, evalue, traceback };
}

function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Displayable>).toMimeBundle === "function"
  );
}
