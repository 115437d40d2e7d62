/** Marking a folder of hand-ins: every file is measured or refused, none ends the work. */
import { basename } from "node:path";
import type { ProgressListener } from "../../common/progress.js";
import { checkFile, type FileLimits } from "./check-file.js";
import { findSubmissions, type FoundSubmission } from "./find-submissions.js";
import type { Marked, Marker } from "./marker.js";
import { plainText } from "./plain-text.js";
import { standings, type Entrant, type Standing } from "./standings.js";
import { refusalOf, type Refusal } from "./submission-error.js";

/** What {@link markSubmissions} is asked. */
export interface MarkingOptions {
  readonly folder: string;
  readonly marker: Marker;
  /** Ids of models that stand in the table beside the submissions. */
  readonly baselines: readonly string[];
  readonly limits: FileLimits;
  readonly seed: number;
  readonly onProgress?: ProgressListener | undefined;
}

/** A row of the table with what is to be said of it. */
export interface MarkedRow extends Omit<Standing, "entrant"> {
  /** Name of the file that was read; absent for baselines. */
  readonly file: string | undefined;
  readonly remarks: readonly string[];
}

/** A submission that could not be marked. */
export interface RefusedRow extends Refusal {
  readonly name: string;
}

/** The whole table. */
export interface Marking {
  readonly metric: string;
  readonly unit: Marker["unit"];
  /** Users or rows that every mark rests on. */
  readonly n: number;
  readonly rows: readonly MarkedRow[];
  readonly refused: readonly RefusedRow[];
}

interface MarkedEntrant extends Entrant, Marked {
  readonly file: string | undefined;
  readonly hash: string | undefined;
}

/** Marks all of a folder. Throws `E_SUBMISSION_FOLDER`, and what a baseline's model throws. */
export async function markSubmissions(options: MarkingOptions): Promise<Marking> {
  const { folder, marker, baselines, seed } = options;
  const found = await findSubmissions(folder);
  const entrants: MarkedEntrant[] = [];
  for (const model of baselines) {
    const marked = await marker.baseline(model);
    entrants.push({ name: model, kind: "baseline", file: undefined, hash: undefined, ...marked });
  }
  const refused: RefusedRow[] = [];
  for (const [done, one] of found.entries()) {
    const progress = { task: "submissions", done, total: found.length, unit: "files" };
    options.onProgress?.({ ...progress, note: plainText(one.name, 30) });
    const result = await markOne(one, options);
    if ("reason" in result) refused.push(result);
    else entrants.push(result);
  }
  const rows = standings(entrants, marker.metric, seed).map(({ entrant, ...row }): MarkedRow => {
    const own = entrants[entrant];
    return { ...row, file: own.file, remarks: remarksOf(row, own, entrants) };
  });
  const { metric, unit } = marker;
  return { metric, unit, n: entrants[0]?.column.length ?? 0, rows, refused };
}

async function markOne(
  { name: given, file, refusal }: FoundSubmission,
  { marker, limits }: MarkingOptions,
): Promise<MarkedEntrant | RefusedRow> {
  const name = plainText(given);
  if (file === undefined) return { name, ...refusal! };
  try {
    const hash = await checkFile(file, limits);
    const marked = await marker.file(file);
    return { name, kind: "submission", file: plainText(basename(file)), hash, ...marked };
  } catch (error) {
    return { name, ...refusalOf(error, file) };
  }
}

function remarksOf(
  { notAheadOf, kind }: Omit<Standing, "entrant">,
  own: MarkedEntrant,
  all: readonly MarkedEntrant[],
): string[] {
  if (kind === "baseline") return ["baseline"];
  const same = all.filter((one) => one.hash === own.hash && one !== own);
  return [
    ...notAheadOf.map((baseline) => `not ahead of ${baseline}`),
    ...same.slice(0, 3).map((one) => `same file as ${one.name}`),
    ...(same.length > 3 ? [`and ${same.length - 3} more`] : []),
    ...own.remarks,
  ];
}
