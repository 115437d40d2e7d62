import type { Dataset, Split } from "../../src/data/index.js";
import { openTestPart } from "../../src/data/split/parts.js";
import { rowTexts } from "./dataset-of.js";

/** The rows of each part as text, in the parts' order. */
export interface SplitRows {
  readonly train: string[];
  readonly valid: string[];
  readonly test: string[];
}

/** The rows of a split's parts, as `rowTexts` writes them. */
export function splitRows(dataset: Dataset, split: Split): SplitRows {
  return {
    train: rowTexts(dataset, split.train.interactions),
    valid: rowTexts(dataset, split.valid.interactions),
    test: rowTexts(dataset, openTestPart(split.test)),
  };
}

/** Numbers of rows: train, valid, test. */
export function splitSizes(split: Split): [number, number, number] {
  return [split.train.interactions.nRows, split.valid.interactions.nRows, split.test.nRows];
}
