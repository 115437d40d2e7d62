/**
 * Looks for ways in which a split or features could let a model see what it is tested on. Cheap: linear
 * in the rows, most of it done once a split and once a data set.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Split } from "../../data/split/split.js";
import type { FeatureMatrix } from "../../models/contract.js";
import type { TuningParts } from "../select/tuning-parts.js";
import { featureFindings } from "./features/feature-findings.js";
import { reportOf, type LeakFinding, type LeakReport } from "./finding.js";
import { datasetFinding, fingerprintsOf, splitFinding } from "./hashes.js";
import { openSplit, type OpenedSplit } from "./opened-split.js";
import { pairFindings } from "./pairs.js";
import { sameUserFindings } from "./same-users.js";
import { rowsFinding, shapeFinding } from "./shape.js";
import { timeFinding } from "./time-order.js";
import { twinFinding } from "./twins.js";

/** What a run learns from besides rows. */
export interface LeakCheckOptions {
  /** One matrix `[nItems x dim]` a modality; default none. */
  readonly features?: Readonly<Record<string, FeatureMatrix>>;
}

/** What was found in the rows of a split when it was last looked at. */
interface CheckedRows {
  readonly key: string;
  /** False when a part does not fit the data set: then nothing else was looked at. */
  readonly fits: boolean;
  readonly findings: readonly (LeakFinding | undefined)[];
}

/** By data set, then by the split's hash. */
const checked = new WeakMap<Dataset, Map<string, CheckedRows>>();

/**
 * Checks a split against the data set it was made from, and features against both. `docs/leaks.md` lists
 * all that can be found. Nothing is thrown; see `refuseLeaks`. Rows that were checked before, and have the
 * same fingerprints, are not looked at again.
 */
export function checkLeaks(
  dataset: Dataset,
  split: Split | TuningParts,
  options: LeakCheckOptions = {},
): LeakReport {
  const opened = openSplit(dataset, split);
  const nRows = opened.parts.reduce((sum, part) => sum + part.rows.nRows, 0);
  const { fits, findings } = checkRows(opened);
  if (!fits) return reportOf(findings, nRows);
  return reportOf([...findings, ...featureFindings(opened, options.features)], nRows);
}

function checkRows(opened: OpenedSplit): CheckedRows {
  const { dataset, split, parts } = opened;
  const prints = fingerprintsOf(opened);
  const sizes = parts.map(({ nUsers, nItems }) => [nUsers, nItems]);
  const nDropped = split.test === undefined ? 0 : split.nDropped;
  const key = JSON.stringify([split.recipe, split.datasetHash, nDropped, sizes, prints]);
  const ofDataset = checked.get(dataset) ?? new Map<string, CheckedRows>();
  checked.set(dataset, ofDataset);
  // A split and its tuning parts share a hash.
  const name = `${parts.length} ${split.hash}`;
  const before = ofDataset.get(name);
  if (before?.key === key) return before;
  const shape = shapeFinding(opened);
  const fits = shape === undefined;
  // Rows with indices outside the data set cannot be sorted by user, so the rest waits.
  const found = { key, fits, findings: fits ? findRows(opened, prints) : [shape] };
  ofDataset.set(name, found);
  return found;
}

function findRows(
  opened: OpenedSplit,
  prints: readonly string[],
): readonly (LeakFinding | undefined)[] {
  const pairs = pairFindings(opened);
  return [
    datasetFinding(opened),
    pairs.across,
    timeFinding(opened),
    splitFinding(opened, prints),
    rowsFinding(opened),
    ...sameUserFindings(opened),
    pairs.within,
    twinFinding(opened),
  ];
}
