import { randomUUID } from "node:crypto";

/** Version of the Jupyter messaging protocol that the kernel and the runner speak. */
export const protocolVersion = "5.3";

/** The header of a message: who sent it, when, and what it is. */
export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A JSON object of the protocol. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One message of the Jupyter protocol, decoded; `parent` is empty for one that answers nothing. */
export interface Message {
  /** Routing prefix of the socket; empty on the client's side. */
  readonly identities: readonly Uint8Array[];
  readonly header: MessageHeader;
  readonly parent: Partial<MessageHeader>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
}

/** What a new message is made from. */
export interface MessageParts {
  readonly type: string;
  readonly session: string;
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  readonly parent?: Partial<MessageHeader>;
  readonly identities?: readonly Uint8Array[];
}

/** Makes a message with a fresh id and the present time. */
export function createMessage(parts: MessageParts): Message {
  return {
    identities: parts.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: parts.type,
      session: parts.session,
      username: "moviola",
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parent: parts.parent ?? {},
    metadata: parts.metadata ?? {},
    content: parts.content,
  };
}
