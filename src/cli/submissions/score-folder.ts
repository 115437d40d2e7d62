/** `moviola score --submissions`. */
import { resolve, sep } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { readInteractionTable } from "../../data/read/interaction-table.js";
import { rankingNames } from "../../experiment/protocol.js";
import { parseMetricName } from "../../metrics/index.js";
import { modelEntry } from "../../models/registry.js";
import { printRejected, rejectedCounts } from "../support/describe-run.js";
import type { FileOptions } from "../support/evaluation-options.js";
import { readGivenFiles } from "../support/given-files.js";
import { printJson, printLine, withTerminalProgress } from "../support/output.js";
import { checkOutputs, writeOutput } from "../support/output-files.js";
import { markSubmissions } from "./mark-submissions.js";
import { rankingMarker, ratingMarker, type Marker } from "./marker.js";
import { markingCsv, printMarking } from "./show-marking.js";

/** Options of `moviola score` that marking a folder takes. */
export interface FolderOptions extends FileOptions {
  readonly submissions: string;
  readonly by?: string;
  readonly baselines?: readonly string[];
  readonly out?: string;
  readonly rowLimit?: number;
}

/** Marks every hand-in of a folder, and prints or writes the table. */
export async function scoreFolder(options: FolderOptions): Promise<void> {
  const { submissions, baselines = [], out, seed, rowLimit = 1_000_000 } = options;
  const metric = metricOf(options);
  checkBaselines(baselines, metric);
  await checkPlaces(options);
  const { threshold, columns } = options;
  const given = await readGivenFiles(options, {
    ...(threshold === undefined ? {} : { threshold }),
    ...(columns === undefined ? {} : { columns }),
  });
  const marker: Marker = isRating(metric)
    ? ratingMarker(given, await readInteractionTable(options.test, columns), metric, seed)
    : rankingMarker(given, metric, seed);
  const isQuiet = options.json === true;
  const marking = await withTerminalProgress("submissions", isQuiet, (onProgress) =>
    markSubmissions({
      ...{ folder: submissions, marker, baselines, limits: { rows: rowLimit }, seed, onProgress },
    }),
  );
  if (out !== undefined) await writeOutput(out, markingCsv(marking));
  if (isQuiet) {
    printJson({ ...marking, rejectedRows: rejectedCounts(given.rejected) });
    return;
  }
  printRejected(given.rejected);
  printMarking(marking);
  if (out !== undefined) printLine(`written: ${out}`);
}

function isRating(metric: string): metric is "rmse" | "mae" {
  return metric === "rmse" || metric === "mae";
}

/** Full name of the metric; one without `@K` is taken at 10. Throws `E_METRIC_NAME`. */
function metricOf({ by = "ndcg@10", threshold }: FolderOptions): string {
  if (!isRating(by)) {
    const [name] = rankingNames([by], [10]);
    parseMetricName(name);
    return name;
  }
  if (threshold === undefined) return by;
  throw new MoviolaError("E_CLI_INPUT", "Errors of ratings have no threshold", {
    where: "--threshold",
    expected: `no --threshold beside --by ${by}`,
    got: String(threshold),
    remedy: "Leave it out, or mark lists by a ranking metric",
  });
}

function checkBaselines(baselines: readonly string[], metric: string): void {
  const task = isRating(metric) ? "rating" : "ranking";
  for (const id of baselines) {
    const entry = modelEntry(id);
    if (entry.task === task && entry.features !== "required") continue;
    throw new MoviolaError("E_CLI_TASK", `The model "${id}" cannot stand beside the submissions`, {
      where: "--baselines",
      expected: `a ${task} model that needs no features, such as ${task === "rating" ? "bias" : "popularity"}`,
      got: entry.task === task ? "a model that needs features" : `a ${entry.task} model`,
      remedy: "`moviola models` lists the models of each task",
    });
  }
}

/** The table must not come to lie among the hand-ins. */
async function checkPlaces({ submissions, out, train, valid, test }: FolderOptions): Promise<void> {
  await checkOutputs({ files: { "--out": out }, inputs: [train, valid, test] });
  if (out === undefined || !resolve(out).startsWith(resolve(submissions) + sep)) return;
  throw new MoviolaError("E_CLI_OUTPUT", "An output cannot be written there", {
    where: `--out ${out}`,
    expected: "a file outside the folder of submissions",
    got: "a file inside it",
    remedy: "Name another path",
  });
}
