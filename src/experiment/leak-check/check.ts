/**
 * Looks for ways in which a split could let a model see what it is tested on. Cheap: linear in the
 * rows, without sorting by key or hashing pairs.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Split } from "../../data/split/split.js";
import type { TuningParts } from "../select/tuning-parts.js";
import type { LeakFinding, LeakReport } from "./finding.js";
import { datasetFinding, splitFinding } from "./hashes.js";
import { openSplit } from "./opened-split.js";
import { pairFindings } from "./pairs.js";
import { rowsFinding, shapeFinding } from "./shape.js";
import { timeFinding } from "./time-order.js";
import { twinFinding } from "./twins.js";

/**
 * Checks a split against the data set it was made from. Errors: other data (`E_LEAK_DATASET`), other
 * size or indices (`E_LEAK_SHAPE`), changed rows (`E_LEAK_SPLIT`), rows won or lost (`E_LEAK_ROWS`),
 * a pair in two parts (`E_LEAK_PAIR`), time order broken (`E_LEAK_TIME`). Warnings: a pair twice in
 * one part, a film in two parts under two ids. Nothing is thrown; see `refuseLeaks`.
 */
export function checkLeaks(dataset: Dataset, split: Split | TuningParts): LeakReport {
  const opened = openSplit(dataset, split);
  const nRows = opened.parts.reduce((sum, part) => sum + part.rows.nRows, 0);
  const shape = shapeFinding(opened);
  // Rows with indices outside the data set cannot be sorted by user, so the rest waits.
  if (shape !== undefined) return { errors: [shape], warnings: [], nRows };
  const pairs = pairFindings(opened);
  const errors = [
    datasetFinding(opened),
    pairs.across,
    timeFinding(opened),
    splitFinding(opened),
    rowsFinding(opened),
  ];
  return {
    errors: errors.filter(isFinding),
    warnings: [pairs.within, twinFinding(opened)].filter(isFinding),
    nRows,
  };
}

function isFinding(finding: LeakFinding | undefined): finding is LeakFinding {
  return finding !== undefined;
}
