import { createHmac, timingSafeEqual } from "node:crypto";

import { MoviolaError } from "../../common/index.js";
import type { JsonObject, Message, MessageHeader } from "./message.js";

const delimiter = Buffer.from("<IDS|MSG>");

/** HMAC-SHA256 of the four JSON frames; empty when the connection has no key, as the protocol says. */
function sign(key: string, frames: readonly Buffer[]): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const frame of frames) hash.update(frame);
  return hash.digest("hex");
}

/** The frames of a message as they go over a ZeroMQ socket, signed with the connection's key. */
export function encodeMessage(key: string, message: Message): Buffer[] {
  const frames = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part), "utf8"),
  );
  const identities = message.identities.map((identity) => Buffer.from(identity));
  return [...identities, delimiter, Buffer.from(sign(key, frames)), ...frames];
}

/**
 * Decodes the frames of one message and checks its signature.
 * Throws `E_NOTEBOOK_MESSAGE` for frames that are not a message or are signed with another key.
 */
export function decodeMessage(key: string, raw: readonly Buffer[]): Message {
  const start = raw.findIndex((frame) => frame.equals(delimiter));
  if (start < 0 || raw.length < start + 6) throw malformed(`${raw.length} frames`);
  const frames = raw.slice(start + 2, start + 6);
  const expected = Buffer.from(sign(key, frames));
  const signature = raw[start + 1];
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw malformed("a signature that does not fit the connection's key");
  }
  const [header, parent, metadata, content] = frames.map(parseFrame);
  return {
    identities: raw.slice(0, start),
    header: header as unknown as MessageHeader,
    parent: parent,
    metadata: metadata,
    content: content,
  };
}

function parseFrame(frame: Buffer): JsonObject {
  try {
    return JSON.parse(frame.toString("utf8")) as JsonObject;
  } catch (cause) {
    throw malformed("a frame that is not JSON", cause);
  }
}

function malformed(got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_NOTEBOOK_MESSAGE", "this is not a message of the Jupyter protocol", {
    expected: "identities, <IDS|MSG>, a valid signature and four JSON frames",
    got,
    remedy: "connect with the kernel's own connection file",
    cause,
  });
}
