import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { isProcessAlive } from "../../../src/common/files.js";
import { createConnection, type Connection } from "../../../src/notebook/protocol/connection.js";
import { readNotebook } from "../../../src/notebook/file/read.js";
import { packageRoot } from "../../../src/notebook/kernel/package-root.js";
import { KernelClient } from "../../../src/notebook/run/kernel-client.js";
import type { RunningKernel } from "../../../src/notebook/run/kernel-process.js";
import { runNotebook } from "../../../src/notebook/run/run-notebook.js";
import { printed, result } from "../support/kernel.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();
const uncached = { cacheFolder: false } as const;
const distribution = join(packageRoot, "dist", "notebook");

async function codeOf(run: Promise<unknown>): Promise<unknown> {
  return await run.then(
    () => "no error",
    (error: unknown) => (isMoviolaError(error) ? error.code : error),
  );
}

/** A cell that writes the kernel's process id to a file and never ends. */
function endless(idFile: string): string {
  return `import { writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(idFile)}, String(process.pid));
console.log("started");
await new Promise((done) => setTimeout(done, 1e8));`;
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((done) => setTimeout(done, 50));
}

async function kernelId(idFile: string): Promise<number> {
  await waitUntil(() => existsSync(idFile));
  return Number(await readFile(idFile, "utf8"));
}

describe("a run is ended", () => {
  it("by its time limit, and the copy says so", async () => {
    const idFile = folder.path("limit.pid");
    const path = await folder.notebook("limit.ipynb", [{ source: endless(idFile) }]);
    expect(await codeOf(runNotebook(path, { ...uncached, timeLimit: 6 }))).toBe("E_NOTEBOOK_TIME");
    const copy = await readNotebook(folder.path("limit.executed.ipynb"));
    expect(copy.metadata.moviola).toMatchObject({ status: "failed" });
    expect(copy.cells[0]?.outputs.at(-1)).toMatchObject({ output_type: "error" });
    expect(isProcessAlive(await kernelId(idFile))).toBe(false);
  });

  it("by its caller, and writes nothing", async () => {
    const idFile = folder.path("abort.pid");
    const path = await folder.notebook("abort.ipynb", [{ source: endless(idFile) }]);
    const controller = new AbortController();
    const run = codeOf(runNotebook(path, { ...uncached, signal: controller.signal }));
    const id = await kernelId(idFile);
    controller.abort();
    expect(await run).toBe("E_NOTEBOOK_ABORTED");
    expect(existsSync(folder.path("abort.executed.ipynb"))).toBe(false);
    expect(isProcessAlive(id)).toBe(false);
  });

  it("by the death of its kernel", async () => {
    const path = await folder.notebook("death.ipynb", [
      { source: "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});" },
    ]);
    expect(await codeOf(runNotebook(path, uncached))).toBe("E_NOTEBOOK_KERNEL_DIED");
  });

  it("when its own process is killed: the kernel goes too, and nothing reads as finished", async () => {
    const idFile = folder.path("kill.pid");
    const path = await folder.notebook("kill.ipynb", [{ source: endless(idFile) }]);
    const script = folder.path("runner.mjs");
    const module = JSON.stringify(join(distribution, "run", "run-notebook.js"));
    const cacheFolder = folder.path("kill-cache");
    const call = `runNotebook(${JSON.stringify(path)}, { cacheFolder: ${JSON.stringify(cacheFolder)} })`;
    await writeFile(script, `import { runNotebook } from ${module};\nawait ${call};`);
    const runner = spawn(process.execPath, [script], { stdio: "ignore" });
    const id = await kernelId(idFile);
    runner.kill("SIGKILL");
    await once(runner, "close");
    await waitUntil(() => !isProcessAlive(id));
    expect(existsSync(folder.path("kill.executed.ipynb"))).toBe(false);
    expect(existsSync(cacheFolder)).toBe(false);
  });
});

/** Starts a kernel on a connection file, as a Jupyter server does. */
function startOn(connection: Connection, file: string): RunningKernel {
  const child = spawn(process.execPath, [join(distribution, "kernel", "main.js"), file], {
    stdio: "ignore",
  });
  const ended = once(child, "close").then(([code, signal]) => String(signal ?? code));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return { connection, ended, errorText: "", kill };
}

describe("a restart", () => {
  it("works on the same connection, also when a cell is busy", async () => {
    const file = folder.path("connection.json");
    const connection = await createConnection(folder.path("a folder so long ".repeat(8)));
    expect(connection.transport).toBe("tcp");
    await writeFile(file, JSON.stringify(connection));
    const first = startOn(connection, file);
    const client = await KernelClient.connect(first);
    const busy = codeOf(
      client.execute('setTimeout(() => { console.log("busy"); for (;;); }, 1);\n"old"', {
        onPublished: ({ content, header }) => {
          if (header.msg_type !== "stream") return;
          expect(content.text).toBe("busy\n");
          void client.request("shutdown_request", { restart: true }, { channel: "control" }).then(
            ({ reply }) => expect(reply.content).toMatchObject({ status: "ok", restart: true }),
            () => undefined,
          );
        },
      }),
    );
    await first.ended;
    await busy;
    client.close();
    const second = await KernelClient.connect(startOn(connection, file));
    const answer = await second.execute('console.log("new"); typeof process');
    expect([printed(answer), result(answer)]).toEqual(["new\n", "'object'"]);
    await second.shutdown();
    expect(await second.kernel.ended).toBe("0");
  });
});
