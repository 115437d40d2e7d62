import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";

import { MoviolaError } from "../../common/index.js";

/** The five channels between a kernel and its clients. */
export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

/** The content of a Jupyter connection file. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  /** Address for `tcp`, path prefix for `ipc`. */
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** The ZeroMQ endpoint of a channel. */
export function endpoint(connection: Connection, channel: Channel): string {
  const port = connection[`${channel}_port`];
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${port}`;
}

/** Reads a connection file. Throws `E_NOTEBOOK_CONNECTION` when it is missing or not one. */
export async function readConnection(path: string): Promise<Connection> {
  try {
    const content = JSON.parse(await readFile(path, "utf8")) as Partial<Connection>;
    if (typeof content.shell_port === "number" && typeof content.ip === "string") {
      return {
        transport: "tcp",
        key: "",
        signature_scheme: "hmac-sha256",
        ...content,
      } as Connection;
    }
  } catch (cause) {
    throw badConnection(path, String(cause), cause);
  }
  throw badConnection(path, "JSON without shell_port and ip");
}

function badConnection(path: string, got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_NOTEBOOK_CONNECTION", "the kernel's connection file cannot be used", {
    where: path,
    expected: "a Jupyter connection file (JSON with transport, ip, key and five ports)",
    got,
    remedy: "start the kernel through Jupyter, VS Code or `moviola run`",
    cause,
  });
}

/** Longest socket path that every Unix system accepts, with room for the channel's suffix. */
const longestSocketPath = 90;

/**
 * A connection for a kernel of our own: sockets in `folder`, which only its owner can enter, where
 * the system has them and the path is short enough, else free ports of this machine.
 */
export async function createConnection(folder: string): Promise<Connection> {
  const key = randomBytes(32).toString("hex");
  const base = { key, signature_scheme: "hmac-sha256" };
  const prefix = join(folder, "kernel");
  const local = process.platform !== "win32" && Buffer.byteLength(prefix) <= longestSocketPath;
  const ports = local ? [1, 2, 3, 4, 5] : await freePorts(5);
  return {
    ...base,
    transport: local ? "ipc" : "tcp",
    ip: local ? prefix : "127.0.0.1",
    shell_port: ports[0],
    iopub_port: ports[1],
    stdin_port: ports[2],
    control_port: ports[3],
    hb_port: ports[4],
  };
}

/** `count` ports of this machine that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listenAnywhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
