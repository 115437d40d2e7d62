/** A download whose process is killed goes on where it was, and two processes do not disturb each other. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadFile } from "../../../src/data/download/index.js";
import { builtAddress, builtLibrary } from "../../support/built-library.js";
import { rangeStart, startServer, type Behaviour, type TestServer } from "./server.js";

const content = randomBytes(400_000);
const sha256 = createHash("sha256").update(content).digest("hex");
const program = `
  const [module, address, target, sha256] = process.argv.slice(1);
  const { downloadFile } = await import(module);
  await downloadFile(address, target, { sha256, backoffMs: 1 }).catch((error) => {
    process.stdout.write(String(error.code));
    process.exitCode = 1;
  });
`;

let folder: string;
let server: TestServer;

/** No more than these bytes are sent before a test lets more through. */
let sendsUpTo = Infinity;

/** Sends 20,000 bytes every few milliseconds. */
const slow: Behaviour = (request, response) => {
  let at = rangeStart(request);
  const range = `bytes ${at}-${content.length - 1}/${content.length}`;
  response.writeHead(at > 0 ? 206 : 200, {
    etag: '"one"',
    "content-length": content.length - at,
    ...(at > 0 ? { "content-range": range } : {}),
  });
  const timer = setInterval(() => {
    if (at >= sendsUpTo) return;
    response.write(content.subarray(at, at + 20_000));
    at += 20_000;
    if (at >= content.length) {
      clearInterval(timer);
      response.end();
    }
  }, 10);
  response.on("close", () => clearInterval(timer));
};

beforeEach(async () => {
  vi.stubEnv("MOVIOLA_OFFLINE", "");
  folder = await mkdtemp(join(tmpdir(), "moviola-kill-"));
  server = await startServer(slow);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function start(): ChildProcess {
  const module = `${builtAddress()}/data/download/index.js`;
  const { address } = server;
  const words = ["--input-type=module", "-e", program, module, address, join(folder, "f"), sha256];
  return spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
}

async function waitForBytes(count: number): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) {
    const size = await stat(join(folder, "f.part")).then(
      (status) => status.size,
      () => 0,
    );
    if (size >= count) return;
    await wait(5);
  }
  throw new Error("no bytes came");
}

describe.skipIf(builtLibrary() === undefined)(
  "processes that download (needs the built library)",
  () => {
    it("killed twice, the third continues to the same bytes", async () => {
      for (const bytes of [60_000, 200_000]) {
        const child = start();
        await waitForBytes(bytes);
        child.kill("SIGKILL");
        await once(child, "close");
      }
      const [code] = (await once(start(), "close")) as [number];
      expect(code).toBe(0);
      expect((await readFile(join(folder, "f"))).equals(content)).toBe(true);
      const starts = server.ranges.map((range) => Number(/\d+/.exec(range)?.[0] ?? 0));
      expect(starts).toHaveLength(3);
      expect(starts[0]).toBe(0);
      expect(starts[1]).toBeGreaterThanOrEqual(60_000);
      expect(starts[2]).toBeGreaterThanOrEqual(200_000);
    });

    it("of two at once the second is told that the first is at it", async () => {
      sendsUpTo = 20_000;
      const first = start();
      await waitForBytes(20_000);
      const second = start();
      let said = "";
      second.stdout!.on("data", (text: Buffer) => (said += text.toString()));
      const [code] = (await once(second, "close")) as [number];
      expect([code, said]).toEqual([1, "E_DOWNLOAD_BUSY"]);
      sendsUpTo = Infinity;
      const [firstCode] = (await once(first, "close")) as [number];
      expect(firstCode).toBe(0);
      expect((await readFile(join(folder, "f"))).equals(content)).toBe(true);
    });
  },
);

it("what was left beside a whole file goes, unless a living process is at it", async () => {
  const target = join(folder, "f");
  await writeFile(target, content);
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  for (const [owner, left] of [
    [gone, ["f"]],
    [process.pid, ["f", "f.part.json", "f.part.lock"]],
  ] as const) {
    await writeFile(`${target}.part.json`, "{}");
    await writeFile(`${target}.part.lock`, String(owner));
    await downloadFile(server.address, target, { sha256 });
    expect((await readdir(folder)).sort()).toEqual(left);
  }
  expect(server.ranges).toEqual([]);
});
