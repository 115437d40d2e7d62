/** A real HTTP server on this machine whose answers a test decides. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one request; `turn` counts requests from 0. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, turn: number) => void;

/** A running server. */
export interface TestServer {
  readonly address: string;
  /** `Range` header of every request so far, or "". */
  readonly ranges: string[];
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startServer(behaviour: Behaviour): Promise<TestServer> {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? "");
    behaviour(request, response, ranges.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/file.zip`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Where a `Range: bytes=N-` starts; 0 without one. */
export function rangeStart(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

/** Answers as a good server does, with ranges and an ETag. */
export function serve(content: Buffer, etag = '"one"'): Behaviour {
  return (request, response) => {
    const condition = request.headers["if-range"];
    const start = condition === undefined || condition === etag ? rangeStart(request) : 0;
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      "content-length": content.length - start,
      ...(start > 0 ? range : {}),
    });
    response.end(content.subarray(start));
  };
}

/** As {@link serve}, but cuts the connection after `count` bytes of each answer. */
export function serveAndCut(content: Buffer, count: number): Behaviour {
  return (request, response) => {
    const start = rangeStart(request);
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      etag: '"one"',
      "content-length": content.length - start,
      ...(start > 0 ? range : {}),
    });
    const part = content.subarray(start, start + count);
    if (start + count >= content.length) response.end(part);
    else response.write(part, () => response.destroy());
  };
}
