import { Command } from "commander";

import { addParameter } from "./support/parameter-option.js";
import { secondsOption } from "./support/seconds.js";
import { untilStopped } from "./support/until-stopped.js";
import { runNotebook, type NotebookRun, type RunNotebookOptions } from "../notebook/index.js";

interface RunFlags {
  readonly parameter: Readonly<Record<string, string>>;
  readonly out?: string;
  readonly cache: boolean;
  readonly cacheFolder?: string;
  readonly timeLimit?: number;
  readonly json?: boolean;
}

/** `moviola run <notebook>`: runs a notebook and writes the executed copy. */
export function runCommand(): Command {
  return new Command("run")
    .description("run a notebook from top to bottom, without Python or a Jupyter server")
    .argument("<notebook>", "the .ipynb file; it is not changed")
    .option("-p, --parameter <name=value>", "a value for a parameter; repeatable", addParameter, {})
    .option(
      "--out <file>",
      "where the executed copy goes (default: <name>.executed.ipynb beside it)",
    )
    .option("--no-cache", "run even if nothing has changed since the last run")
    .option("--cache-folder <folder>", "where results are kept (default: .moviola/notebooks)")
    .option("--time-limit <seconds>", "seconds for the whole run (default: 3600)", secondsOption)
    .option("--json", "print one JSON object instead of progress")
    .addHelpText(
      "after",
      "\nExample:\n  $ moviola run notebooks/baselines.ipynb -p topK=20 --out baselines-20.ipynb",
    )
    .action(run);
}

async function run(notebook: string, flags: RunFlags): Promise<void> {
  const finished = await untilStopped("nothing was written", (signal) =>
    runNotebook(notebook, toOptions(flags, signal)),
  );
  if (finished !== undefined) print(finished, flags.json === true);
}

function toOptions(flags: RunFlags, signal: AbortSignal): RunNotebookOptions {
  const { cache, cacheFolder, json, out, parameter, timeLimit } = flags;
  return {
    parameters: parameter,
    signal,
    ...(out === undefined ? {} : { outputPath: out }),
    ...(cache ? {} : { cacheFolder: false }),
    ...(cache && cacheFolder !== undefined ? { cacheFolder } : {}),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(json === true
      ? {}
      : {
          onProgress: ({ done, note, total }) => {
            if (note === undefined) return;
            const how = done > 0 ? `${done}/${total ?? "?"}  ` : "";
            process.stderr.write(`  ${how}${note}\n`);
          },
        }),
  };
}

function print(run: NotebookRun, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(run)}\n`);
    return;
  }
  if (run.errorText !== "") process.stderr.write(run.errorText);
  const how = run.status === "cached" ? "cached" : `${run.seconds.toFixed(1)} s`;
  const verdict = run.verdict === undefined ? "" : `  ${run.verdict.text}`;
  process.stdout.write(`${run.outputPath}  ${how}${verdict}\n`);
}
