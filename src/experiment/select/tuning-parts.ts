import type { TrainPart, ValidPart } from "../../data/split/parts.js";
import type { Split, SplitRecipe } from "../../data/split/split.js";

/**
 * What a search over configurations may see: a split without its test part. A {@link Split} itself
 * does not fit this type, so a search that is given the test part does not compile.
 */
export interface TuningParts {
  readonly recipe: SplitRecipe;
  readonly datasetHash: string;
  /** Hash of the whole split, so that trials and the final run can be told to belong together. */
  readonly hash: string;
  readonly train: TrainPart;
  readonly valid: ValidPart;
  readonly test?: never;
}

/** The split without its test part, for searches. */
export function tuningParts(split: Split): TuningParts {
  const { recipe, datasetHash, hash, train, valid } = split;
  return { recipe, datasetHash, hash, train, valid };
}
