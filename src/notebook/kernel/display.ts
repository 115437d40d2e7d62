import { randomUUID } from "node:crypto";

import type { DisplaySink, MimeBundle } from "../../report/show/displayable.js";
import { displaySinkKey } from "../../report/show/displayable.js";
import type { JsonObject, MessageHeader } from "../protocol/message.js";
import { isJsonType } from "../protocol/mime.js";
import type { Post } from "./bridge.js";
import { tslabRequire } from "./tslab.js";

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
class KernelDisplaySink implements DisplaySink {
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
export function installDisplay(post: Post, parent: () => Partial<MessageHeader>): DisplaySink {
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
  return sink;
}
