import { Command, InvalidArgumentError } from "commander";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isMoviolaError } from "../common/errors.js";
import { readSweep } from "../experiment/sweep/plan-sweep.js";
import { inspectSweep, runSweep } from "../experiment/sweep/run-sweep.js";
import { idsOfShard, parseShard, type Shard } from "../experiment/sweep/shard.js";
import { RunStore } from "../experiment/store/run-store.js";
import { addFeatureOptions, parseFeatures } from "./support/feature-options.js";
import { checkOutputs } from "./support/output-files.js";
import { withTerminalProgress } from "./support/output.js";
import { exitCodes } from "./support/report-error.js";
import { printSweep, printUnits } from "./support/sweep-tables.js";
import { untilStopped } from "./support/until-stopped.js";
import { workersOption } from "./support/workers.js";

interface SweepFlags {
  readonly out?: string;
  readonly shard: Shard;
  readonly workers?: number;
  readonly features?: string[];
  readonly list?: boolean;
  readonly json?: boolean;
}

const help = `
Example (docs/command-line.md has such a file and says what it may hold):
  $ moviola sweep sweep.json --list
  $ moviola sweep sweep.json --workers 2
  $ moviola sweep sweep.json --shard 2/5 --out part-2

Every unit is a run of the store: a sweep that was stopped goes on where it was when it is called again, and
what failed is tried again. Shards that ran in stores of their own are merged by copying: cp -r part-*/. all`;

/** `moviola sweep <file>`: runs many models on many data sets with many seeds. */
export function sweepCommand(): Command {
  const command = new Command("sweep")
    .description("run every model of a file on every data set, split and seed of it")
    .argument("<file>", "JSON: data sets, splits, models with settings, seeds, metrics");
  return addFeatureOptions(command)
    .option("--shard <i/n>", "only part i of n; the parts are disjoint", shardOption, {
      index: 1,
      count: 1,
    })
    .option("--workers <n>", "units at once (default: one a core)", workersOption)
    .option("--list", "print the units and where they stand, run nothing")
    .option("--out <folder>", "run store (default: MOVIOLA_RUNS, else .moviola/runs)")
    .option("--json", "print one JSON object")
    .addHelpText("after", help)
    .action(sweep);
}

async function sweep(file: string, flags: SweepFlags): Promise<void> {
  const plan = await readSweep(file, pathsFrom(parseFeatures(flags.features)));
  const store = new RunStore(flags.out);
  if (flags.list === true) {
    const wanted = idsOfShard(plan.units.keys(), flags.shard);
    const states = await inspectSweep(plan, store);
    printUnits(plan, new Map([...states].filter(([id]) => wanted.has(id))), flags.json === true);
    return;
  }
  await checkOutputs({ folders: { "--out": store.directory } });
  await untilStopped("what is done stays done, the same command goes on", async (signal) => {
    const result = await withTerminalProgress("sweep", flags.json === true, (onProgress) =>
      runSweep(plan, {
        store,
        shard: flags.shard,
        signal,
        ...(flags.workers === undefined ? {} : { workers: flags.workers }),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
    printSweep(plan, result, flags.json === true);
    const isFailed = [...result.outcomes.values()].some(({ state }) => state === "failed");
    if (isFailed) process.exitCode = exitCodes.failed;
  });
}

/** Paths from here, since those of the sweep's file are from its folder; other sources as they are. */
function pathsFrom(sources: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      existsSync(source) ? resolve(source) : source,
    ]),
  );
}

function shardOption(text: string): Shard {
  try {
    return parseShard(text);
  } catch (error) {
    if (!isMoviolaError(error, "E_SWEEP_SHARD")) throw error;
    throw new InvalidArgumentError("expected i/n with i from 1 to n, such as 2/5.");
  }
}
