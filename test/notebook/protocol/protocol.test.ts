import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import {
  createConnection,
  endpoint,
  readConnection,
} from "../../../src/notebook/protocol/connection.js";
import { createMessage } from "../../../src/notebook/protocol/message.js";
import { SocketSender } from "../../../src/notebook/protocol/sender.js";
import { decodeMessage, encodeMessage } from "../../../src/notebook/protocol/wire.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();
const message = createMessage({
  type: "execute_request",
  session: "s",
  content: { code: "é 🎬" },
  identities: [Buffer.from([0, 1, 255])],
});

describe("messages on the wire", () => {
  it("come back as they went", () => {
    expect(decodeMessage("key", encodeMessage("key", message))).toEqual(message);
    expect(decodeMessage("", encodeMessage("", message))).toEqual(message);
  });

  it("carry the signature that the protocol's definition gives", () => {
    const frames = encodeMessage("key", { ...message, header: { ...message.header } });
    expect(frames[2]?.toString()).toMatch(/^[0-9a-f]{64}$/);
    expect(encodeMessage("", message)[2]?.toString()).toBe("");
  });

  it.each([
    ["another key", () => encodeMessage("other", message)],
    ["a changed content", () => encodeMessage("key", message).with(6, Buffer.from('{"code":"x"}'))],
    ["no delimiter", () => encodeMessage("key", message).slice(2)],
    ["frames missing", () => encodeMessage("key", message).slice(0, 5)],
    ["no signature", () => encodeMessage("", message)],
  ])("are refused with %s", (_name, frames) => {
    const decode = (): unknown => decodeMessage("key", frames());
    expect(decode).toThrow("E_NOTEBOOK_MESSAGE");
  });

  it("are refused when they are no JSON", () => {
    const frames = encodeMessage("", message).with(6, Buffer.from("{"));
    expect(() => decodeMessage("", frames)).toThrow("not JSON");
  });
});

describe("a socket's sender", () => {
  it("sends one after another in order, whatever fails", async () => {
    const sent: string[] = [];
    let under = 0;
    const sender = new SocketSender({
      async send([frame]) {
        expect(++under).toBe(1);
        await new Promise((done) => setTimeout(done, 1));
        under--;
        if (frame?.toString() === "b") throw new Error("closed");
        sent.push(String(frame));
      },
    });
    for (const text of ["a", "b", "c", "d"]) sender.push([Buffer.from(text)]);
    await sender.drained();
    expect(sent).toEqual(["a", "c", "d"]);
  });
});

describe("connections", () => {
  it("name endpoints for ports and for local sockets", async () => {
    const connection = await createConnection(folder.path("k"));
    const tcp = { ...connection, transport: "tcp", ip: "127.0.0.1", hb_port: 5 } as const;
    expect(endpoint(tcp, "hb")).toBe("tcp://127.0.0.1:5");
    const ipc = { ...connection, transport: "ipc", ip: "/tmp/k", shell_port: 2 } as const;
    expect(endpoint(ipc, "shell")).toBe("ipc:///tmp/k-2");
    expect(connection.key).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(["", "[]", "{}", "no json"])("are refused from the text %j", async (text) => {
    const path = folder.path("connection.json");
    await writeFile(path, text);
    const error: unknown = await readConnection(path).catch((thrown: unknown) => thrown);
    expect(isMoviolaError(error, "E_NOTEBOOK_CONNECTION")).toBe(true);
  });
});
