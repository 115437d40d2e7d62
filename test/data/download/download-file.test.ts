import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadFile, type DownloadOptions } from "../../../src/data/download/index.js";
import {
  rangeStart,
  serve,
  serveAndCut,
  startServer,
  type Behaviour,
  type TestServer,
} from "./server.js";

const content = randomBytes(200_000);
const sha256 = createHash("sha256").update(content).digest("hex");
const md5 = createHash("md5").update(content).digest("hex");
const known = { bytes: content.length, sha256 };
const quick = { backoffMs: 1, idleTimeoutMs: 200 } satisfies DownloadOptions;

let folder: string;
let target: string;
let server: TestServer | undefined;

beforeEach(async () => {
  vi.stubEnv("MOVIOLA_OFFLINE", "");
  folder = await mkdtemp(join(tmpdir(), "moviola-download-"));
  target = join(folder, "file.zip");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function download(behaviour: Behaviour, options: DownloadOptions = known): Promise<Buffer> {
  server = await startServer(behaviour);
  await downloadFile(server.address, target, { ...quick, ...options });
  return readFile(target);
}

async function failure(behaviour: Behaviour, options: DownloadOptions = known): Promise<unknown> {
  const error = await download(behaviour, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await expect(stat(target)).rejects.toThrow();
  return error;
}

describe("a download that goes well", () => {
  it("brings the bytes and leaves nothing else", async () => {
    const done: number[] = [];
    const onProgress = (progress: { done: number }): number => done.push(progress.done);
    expect((await download(serve(content), { ...known, onProgress })).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(["file.zip"]);
    expect(done.at(-1)).toBe(content.length);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it("is checked by md5 where that is all that is known, and says when it was not checked", async () => {
    server = await startServer(serve(content));
    const checked = await downloadFile(server.address, target, { ...quick, md5 });
    expect(checked).toMatchObject({ verified: true, sha256, md5, bytes: content.length });
    await rm(target);
    const unchecked = await downloadFile(server.address, target, quick);
    expect(unchecked).toMatchObject({ verified: false, sha256 });
  });

  it("does not ask again for a file that is there and fits", async () => {
    await download(serve(content));
    await downloadFile(server!.address, target, known);
    expect(server!.ranges).toHaveLength(1);
  });

  it("replaces a file that is there and does not fit", async () => {
    await writeFile(target, "something else");
    expect((await download(serve(content))).equals(content)).toBe(true);
  });

  it("follows redirections", async () => {
    const behaviour: Behaviour = (request, response, turn) => {
      if (request.url === "/there") serve(content)(request, response, turn);
      else response.writeHead(302, { location: "/there" }).end();
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
  });

  it("takes a body without an announced length", async () => {
    const behaviour: Behaviour = (_request, response) => {
      response.writeHead(200);
      response.write(content.subarray(0, 1000));
      response.end(content.subarray(1000));
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
  });
});

describe("a server that misbehaves", () => {
  it("cuts every answer: the rest is asked for until all is there", async () => {
    expect((await download(serveAndCut(content, 30_000))).equals(content)).toBe(true);
    expect(server!.ranges.length).toBeGreaterThanOrEqual(7);
    expect(server!.ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("cuts and ignores ranges: the file is fetched anew", async () => {
    const behaviour: Behaviour = (_request, response, turn) => {
      response.writeHead(200, { "content-length": content.length });
      if (turn === 0) response.write(content.subarray(0, 50_000), () => response.destroy());
      else response.end(content);
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
    expect(server!.ranges[1]).toBe("bytes=50000-");
  });

  it("changes the file between two answers: no mixture is taken", async () => {
    const other = randomBytes(content.length);
    const behaviour: Behaviour = (request, response, turn) => {
      if (turn === 0) serveAndCut(other, 60_000)(request, response, turn);
      else serve(content, '"two"')(request, response, turn);
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
  });

  it("mixes two files under one validator: the hash finds it and all is fetched anew", async () => {
    await writeFile(`${target}.part`, randomBytes(10_000));
    server = await startServer(serve(content));
    await writeFile(
      `${target}.part.json`,
      JSON.stringify({ address: server.address, validator: '"one"' }),
    );
    await downloadFile(server.address, target, { ...quick, ...known });
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(server.ranges).toEqual(["bytes=10000-", ""]);
  });

  it("answers another range than asked: it is not appended", async () => {
    const behaviour: Behaviour = (request, response, turn) => {
      if (turn === 0) serveAndCut(content, 40_000)(request, response, turn);
      else if (rangeStart(request) > 0) {
        response.writeHead(206, { "content-range": `bytes 7-99/${content.length}` });
        response.end(content.subarray(7, 100));
      } else serve(content)(request, response, turn);
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
  });

  it("stalls once: the rest is asked for", async () => {
    const behaviour: Behaviour = (request, response, turn) => {
      if (turn > 0) serve(content)(request, response, turn);
      else {
        response.writeHead(200, { "content-length": content.length, etag: '"one"' });
        response.write(content.subarray(0, 70_000));
      }
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
    expect(server!.ranges[1]).toBe("bytes=70000-");
  });

  it.each(["before", "after"])(
    "stalls always, %s the headers: E_DOWNLOAD_STALLED",
    async (when) => {
      const behaviour: Behaviour = (_request, response) => {
        if (when === "after") {
          response.writeHead(200, { "content-length": content.length });
          response.write("x");
        }
      };
      const error = await failure(behaviour, { ...known, attempts: 2, idleTimeoutMs: 50 });
      expect(error).toMatchObject({ code: "E_DOWNLOAD_STALLED" });
    },
  );

  it("sends other bytes: E_DOWNLOAD_HASH, and they are thrown away", async () => {
    const error = await failure(serve(randomBytes(content.length)));
    expect(error).toMatchObject({ code: "E_DOWNLOAD_HASH" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("announces another length: E_DOWNLOAD_LENGTH before a byte is kept", async () => {
    const error = await failure(serve(content.subarray(1)));
    expect(error).toMatchObject({
      code: "E_DOWNLOAD_LENGTH",
      details: { expected: "200000 bytes", got: "199999 announced" },
    });
    expect(server!.ranges).toHaveLength(1);
  });

  it("announces more than it has: E_DOWNLOAD_NETWORK, and what came can be continued", async () => {
    const behaviour: Behaviour = (_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    };
    const error = await failure(behaviour, { ...known, attempts: 3 });
    expect(error).toMatchObject({ code: "E_DOWNLOAD_NETWORK" });
    expect((await stat(`${target}.part`)).size).toBe(1000);
  });

  it("sends less than is known, without a length: E_DOWNLOAD_LENGTH", async () => {
    const behaviour: Behaviour = (_request, response) => {
      response.writeHead(200);
      response.end(content.subarray(0, 5000));
    };
    const error = await failure(behaviour, { ...known, attempts: 2 });
    expect(error).toMatchObject({ code: "E_DOWNLOAD_LENGTH" });
  });

  it.each([{}, { maxBytes: 150_000, bytes: null, sha256: null }])(
    "sends more than it should: E_DOWNLOAD_LENGTH (%j)",
    async (limits) => {
      const behaviour: Behaviour = (_request, response) => {
        response.writeHead(200);
        response.write(content);
        response.end("and more");
      };
      const error = await failure(behaviour, { ...known, ...limits });
      expect(error).toMatchObject({ code: "E_DOWNLOAD_LENGTH" });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("refuses for good: E_DOWNLOAD_STATUS after one request", async () => {
    const error = await failure((_request, response) => response.writeHead(404).end("gone"));
    expect(error).toMatchObject({
      code: "E_DOWNLOAD_STATUS",
      details: { got: "status 404 Not Found" },
    });
    expect(server!.ranges).toHaveLength(1);
  });

  it.each([429, 500, 503])("refuses with %i for a while: it is asked again", async (status) => {
    const behaviour: Behaviour = (request, response, turn) => {
      if (turn < 2) response.writeHead(status).end();
      else serve(content)(request, response, turn);
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
    expect(server!.ranges).toHaveLength(3);
  });

  it("has forgotten the rest (416): the file is fetched anew", async () => {
    const behaviour: Behaviour = (request, response, turn) => {
      if (turn === 0) serveAndCut(content, 40_000)(request, response, turn);
      else if (turn === 1) response.writeHead(416).end();
      else serve(content)(request, response, turn);
    };
    expect((await download(behaviour)).equals(content)).toBe(true);
  });

  it.each(["/round", "ftp://127.0.0.1/file"])("redirects to %s: an error", async (location) => {
    const error = await failure((_request, response) =>
      response.writeHead(302, { location }).end(),
    );
    const code = location === "/round" ? "E_DOWNLOAD_REDIRECT" : "E_DOWNLOAD_ADDRESS";
    expect(error).toMatchObject({ code });
  });

  it("is not there: E_DOWNLOAD_NETWORK", async () => {
    const gone = await startServer(serve(content));
    await gone.close();
    await expect(
      downloadFile(gone.address, target, { ...quick, attempts: 2 }),
    ).rejects.toMatchObject({ code: "E_DOWNLOAD_NETWORK" });
  });
});

describe("this side of the line", () => {
  it("continues after being stopped, and the bytes are the same", async () => {
    const stop = new AbortController();
    const slow: Behaviour = (request, response) => {
      const start = rangeStart(request);
      response.writeHead(200, { "content-length": content.length, etag: '"one"' });
      response.write(content.subarray(start, 80_000));
    };
    const stopped = download(slow, {
      ...known,
      idleTimeoutMs: 10_000,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done >= 80_000) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: "E_DOWNLOAD_ABORTED" });
    const first = server!;
    const part = await readFile(`${target}.part`);
    expect(part.equals(content.subarray(0, 80_000))).toBe(true);
    await first.close();
    // The same address again: a new server on the old port.
    const note = JSON.parse(await readFile(`${target}.part.json`, "utf8")) as object;
    server = await startServer(serve(content));
    await writeFile(`${target}.part.json`, JSON.stringify({ ...note, address: server.address }));
    await downloadFile(server.address, target, { ...quick, ...known });
    expect(server.ranges).toEqual(["bytes=80000-"]);
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it("does not continue the beginning of another address", async () => {
    await writeFile(`${target}.part`, content.subarray(0, 500));
    await writeFile(`${target}.part.json`, '{"address":"http://elsewhere/","validator":null}');
    expect((await download(serve(content))).equals(content)).toBe(true);
    expect(server!.ranges).toEqual([""]);
  });

  it("asks for nothing under MOVIOLA_OFFLINE=1: E_DOWNLOAD_OFFLINE", async () => {
    vi.stubEnv("MOVIOLA_OFFLINE", "1");
    expect(await failure(serve(content))).toMatchObject({ code: "E_DOWNLOAD_OFFLINE" });
    expect(server!.ranges).toEqual([]);
  });

  it("refuses a file that another living process is fetching: E_DOWNLOAD_BUSY", async () => {
    await writeFile(`${target}.part.lock`, String(process.pid));
    expect(await failure(serve(content))).toMatchObject({ code: "E_DOWNLOAD_BUSY" });
  });

  it("takes over the lock of a dead process", async () => {
    await writeFile(`${target}.part.lock`, "999999999");
    expect((await download(serve(content))).equals(content)).toBe(true);
  });

  it("says at once when the disk is too small: E_DOWNLOAD_DISK", async () => {
    const error = await failure(serve(content), { bytes: 2 ** 60 });
    expect(error).toMatchObject({ code: "E_DOWNLOAD_DISK" });
    expect(server!.ranges).toEqual([]);
  });

  it.skipIf(process.platform !== "linux")(
    "says when the disk fills up: E_DOWNLOAD_DISK",
    async () => {
      const { symlink } = await import("node:fs/promises");
      await symlink("/dev/full", `${target}.part`);
      const error = await failure(serve(content));
      expect(error).toMatchObject({ code: "E_DOWNLOAD_DISK" });
      expect(String(error)).toContain("ENOSPC");
    },
  );

  it("says when the folder cannot be written: E_DOWNLOAD_DISK", async () => {
    await mkdir(`${target}.part`);
    expect(await failure(serve(content))).toMatchObject({ code: "E_DOWNLOAD_DISK" });
  });
});
