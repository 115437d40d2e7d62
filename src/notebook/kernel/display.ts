import { randomUUID } from "node:crypto";

import type { JsonObject, MessageHeader } from "../protocol/message.js";
import { isJsonType } from "../protocol/mime.js";
import type { Post } from "./bridge.js";
import { tslabRequire } from "./tslab.js";

/** The same content by MIME type, as what is displayed gives it; the shape that `show()` makes. */
export type MimeBundle = Readonly<Record<string, string | undefined>>;

/** What a cell's value has when it displays itself. */
export interface Displayable {
  toMimeBundle(): MimeBundle | Promise<MimeBundle>;
}

/** Key under `globalThis` where `show()`, which knows no kernel, looks for where to send bundles. */
export const displaySinkKey: unique symbol = Symbol.for("moviola.displaySink");

/** A bundle as the protocol wants it: JSON types as values, all others as text. */
export function toProtocolBundle(bundle: MimeBundle): JsonObject {
  const data: Record<string, unknown> = {};
  for (const [type, content] of Object.entries(bundle)) {
    if (content === undefined) continue;
    data[type] = isJsonType(type) ? parseOrKeep(content) : content;
  }
  return data;
}

function parseOrKeep(content: unknown): unknown {
  if (typeof content !== "string") return content;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}

/** Sends what `show()` makes to the client: once as new output, then as updates of the same id. */
export class KernelDisplaySink {
  readonly #post: Post;
  readonly #parent: () => Partial<MessageHeader>;
  readonly #shown: Set<string> = new Set();

  constructor(post: Post, parent: () => Partial<MessageHeader>) {
    this.#post = post;
    this.#parent = parent;
  }

  display(bundle: MimeBundle, options: { readonly updateId?: string } = {}): void {
    const { updateId } = options;
    const isUpdate = updateId !== undefined && this.#shown.has(updateId);
    if (updateId !== undefined) this.#shown.add(updateId);
    this.#post({
      kind: "publish",
      type: isUpdate ? "update_display_data" : "display_data",
      content: {
        data: toProtocolBundle(bundle),
        metadata: {},
        transient: { display_id: updateId ?? randomUUID() },
      },
      parent: this.#parent(),
    });
  }
}

/** Connects `show()` and tslab's own `display` with the client. */
export function installDisplay(post: Post, parent: () => Partial<MessageHeader>): void {
  const sink = new KernelDisplaySink(post, parent);
  Object.defineProperty(globalThis, displaySinkKey, { value: sink, configurable: true });
  const jupyter = tslabRequire("./jupyter.js") as { lastWriteDisplayData: unknown };
  jupyter.lastWriteDisplayData = (content: JsonObject, update: boolean | undefined) =>
    post({
      kind: "publish",
      type: update === true ? "update_display_data" : "display_data",
      content,
      parent: parent(),
    });
}
