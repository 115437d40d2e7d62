import type { Dataset, Interactions } from "../../data/dataset.js";
import { openTestPart } from "../../data/split/parts.js";
import type { Split } from "../../data/split/split.js";
import type { TuningParts } from "../select/tuning-parts.js";

/** The name of a part. */
export type PartName = "train" | "valid" | "test";

/** A part with its rows laid open. */
export interface OpenedPart {
  readonly name: PartName;
  readonly nUsers: number;
  readonly nItems: number;
  readonly rows: Interactions;
}

/** A split as the leak check sees it. */
export interface OpenedSplit {
  readonly dataset: Dataset;
  readonly split: Split | TuningParts;
  /** In the order train, valid, test; without the test part when a search is checked. */
  readonly parts: readonly OpenedPart[];
}

/** Lays the parts of a split open for checking. */
export function openSplit(dataset: Dataset, split: Split | TuningParts): OpenedSplit {
  const parts: OpenedPart[] = [split.train, split.valid].map((part) => {
    const { kind, nUsers, nItems, interactions } = part;
    return { name: kind, nUsers, nItems, rows: interactions };
  });
  if (split.test !== undefined) {
    const { nUsers, nItems } = split.test;
    parts.push({ name: "test", nUsers, nItems, rows: openTestPart(split.test) });
  }
  return { dataset, split, parts };
}
