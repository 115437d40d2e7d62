import { spawn, type ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { writeFileAtomic } from "../../common/files.js";
import { makeTemporaryFolder } from "../../common/temporary-folder.js";
import { createConnection, type Connection } from "../protocol/connection.js";
import { kernelNodeOptions } from "../kernel/node-options.js";
import { packageRoot } from "../kernel/package-root.js";

/** How a kernel is started. */
export interface KernelProcessOptions {
  /** The notebook's folder. */
  readonly folder: string;
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A kernel's process as its client sees it. */
export interface RunningKernel {
  readonly connection: Connection;
  /** Resolves when the process has ended, to how it did. */
  readonly ended: Promise<string>;
  /** What the process itself wrote to standard error: native code, crashes. */
  readonly errorText: string;
  /** Ends the process at once. */
  kill(): Promise<void>;
}

/** Characters of a kernel's own standard error that are kept. */
const keptErrorText = 20_000;

/** A kernel as a child process, with the connection to it. */
export class KernelProcess implements RunningKernel {
  readonly connection: Connection;
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  #errorText = "";

  private constructor(child: ChildProcess, connection: Connection, folder: string) {
    this.#child = child;
    this.connection = connection;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errorText = (this.#errorText + text).slice(-keptErrorText);
    });
    this.ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(String(error)));
      child.once("close", (code, signal) => resolve(signal ?? `exit code ${code ?? "unknown"}`));
    }).then(async (how) => {
      await rm(folder, { recursive: true, force: true });
      return how;
    });
  }

  /** Starts a kernel with a connection of its own in a private temporary folder. */
  static async start(options: KernelProcessOptions): Promise<KernelProcess> {
    const folder = await makeTemporaryFolder("kernel");
    const connection = await createConnection(folder);
    const file = join(folder, "connection.json");
    await writeFileAtomic(file, JSON.stringify(connection));
    const main = join(packageRoot, "dist", "notebook", "kernel", "main.js");
    const child = spawn(process.execPath, [...kernelNodeOptions, main, file, "--temporary"], {
      cwd: options.folder,
      env: { ...process.env, JPY_PARENT_PID: String(process.pid), ...options.environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    return new KernelProcess(child, connection, folder);
  }

  get errorText(): string {
    return this.#errorText;
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
