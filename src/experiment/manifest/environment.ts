import { readFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../run-record.js";
import { readCommit } from "./commit.js";
import { packageFolder } from "./library-files.js";

let known: Promise<Manifest["environment"]> | undefined;

/** Where the run happens; read once a process. Not part of a run's identity. */
export function readEnvironment(): Promise<Manifest["environment"]> {
  known ??= gather();
  return known;
}

async function gather(): Promise<Manifest["environment"]> {
  const { commit, dirty } = await readCommit(packageFolder);
  return {
    moviola: await packageVersion(),
    commit,
    dirty,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    device: describeDevice(),
  };
}

/** The processor's model and how many cores this process may use. */
export function describeDevice(): string {
  const model = cpus()[0]?.model.trim().replace(/\s+/g, " ");
  const cores = availableParallelism();
  return `${model === undefined || model === "" ? "CPU" : model}, ${cores} ${cores === 1 ? "core" : "cores"}`;
}

async function packageVersion(): Promise<string> {
  try {
    const text = await readFile(join(packageFolder, "package.json"), "utf8");
    const version = (JSON.parse(text) as { version?: unknown }).version;
    return typeof version === "string" ? version : "unknown";
  } catch {
    return "unknown";
  }
}
