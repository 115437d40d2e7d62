import { Command } from "commander";
import { existsSync } from "node:fs";
import { access, constants, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isMoviolaError } from "../common/errors.js";
import { dataRoots } from "../data/read/data-roots.js";
import { findDataset, KNOWN_DATASETS } from "../data/read/known-datasets.js";
import { describeDevice } from "../experiment/manifest/environment.js";
import { RunStore } from "../experiment/store/run-store.js";
import { kernelFolder } from "../notebook/spec/install.js";
import { printJson, printLine, printTable } from "./support/output.js";

/** One line of the examination. */
interface Finding {
  readonly part: string;
  readonly state: "ok" | "missing" | "broken";
  readonly found: string;
  /** What to do about what is not there; empty when nothing needs doing. */
  readonly advice: string;
}

/** `moviola doctor`: what is installed, which device works, which data is there, what to do. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say what is installed and there, and what to do about what is not")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ moviola doctor")
    .action(doctor);
}

async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = [
    nodeFinding(),
    { part: "device", state: "ok", found: describeDevice(), advice: "" } as const,
    ...["@duckdb/node-api", "sharp", "zeromq"].map(packageFinding),
    await storeFinding(),
    ...(await dataFindings()),
    await kernelFinding(),
  ];
  if (findings.some((finding) => finding.state === "broken")) process.exitCode = 1;
  if (options.json === true) {
    printJson({ findings, dataRoots: dataRoots() });
    return;
  }
  printTable(
    findings.map(({ part, state, found }) => ({ part, state, found })),
    { columns: [{ key: "part" }, { key: "state" }, { key: "found" }] },
  );
  const advised = findings.filter((finding) => finding.advice !== "");
  if (advised.length > 0) printLine();
  for (const { part, advice } of advised) printLine(`${part}: ${advice}`);
}

function nodeFinding(): Finding {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isSupported = major > 20 || (major === 20 && minor >= 19);
  return {
    part: "Node.js",
    state: isSupported ? "ok" : "broken",
    found: process.versions.node,
    advice: isSupported ? "" : "Install Node.js 20.19 or newer",
  };
}

/** Whether a package with machine code of its own loads. */
function packageFinding(name: string): Finding {
  try {
    createRequire(import.meta.url)(name);
    return { part: name, state: "ok", found: "loads", advice: "" };
  } catch (error) {
    const found = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    return { part: name, state: "broken", found, advice: "Run `npm ci` again on this machine" };
  }
}

async function storeFinding(): Promise<Finding> {
  const { directory } = new RunStore();
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    const runs = await new RunStore().list({ part: "any" });
    return {
      part: "run store",
      state: "ok",
      found: `${runs.length} runs in ${directory}`,
      advice: "",
    };
  } catch (error) {
    const found = isMoviolaError(error) ? error.code : `${directory} cannot be written`;
    const advice = "Set MOVIOLA_RUNS to a folder that can be written";
    return { part: "run store", state: "broken", found, advice };
  }
}

async function dataFindings(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name } of KNOWN_DATASETS) {
    const found = await findDataset(name);
    const part = `data ${name}`;
    if (found !== undefined) findings.push({ part, state: "ok", found: found.path, advice: "" });
    else {
      const advice = `\`moviola data get ${name}\` where it may be downloaded, or put it under ${dataRoots()[0]}`;
      findings.push({ part, state: "missing", found: "–", advice });
    }
  }
  return findings;
}

async function kernelFinding(): Promise<Finding> {
  const folder = await kernelFolder();
  if (existsSync(join(folder, "kernel.json"))) {
    return { part: "Jupyter kernel", state: "ok", found: folder, advice: "" };
  }
  const advice = "`moviola kernel install`, to use notebooks in JupyterLab or VS Code";
  return { part: "Jupyter kernel", state: "missing", found: "not installed", advice };
}
