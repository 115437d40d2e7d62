/** Features of items inside networks. */
import {
  dense,
  parameter,
  type Builder,
  type DenseOptions,
  type Tensor,
} from "../../../compute/graph/index.js";
import type { Modality } from "../modalities.js";
import type { PairInputs } from "./types.js";

/**
 * `[nItems x dim]` the features of a modality: as they are, or as a parameter that starts from them, as MMRec
 * has it (`isLearned`), `features/<name>`.
 */
function featureRows(
  builder: Builder,
  inputs: PairInputs,
  modality: Modality,
  isLearned: boolean,
): Tensor {
  if (!isLearned) return inputs.feature(modality);
  const { name, dim, values } = modality;
  return builder.graph.inLayer("features", () =>
    parameter(builder, name, [inputs.nItems, dim], () => values.slice()),
  );
}

/** Settings of {@link projectedFeatures}. */
export interface ProjectionOptions extends DenseOptions {
  /** Length of the vectors that it gives. */
  readonly size: number;
  /** See {@link featureRows}. */
  readonly isLearned: boolean;
}

/** W_m F^m + b_m, `[nItems x size]` for each modality, in their order; parameters `content/<name>/..`. */
export function projectedFeatures(
  builder: Builder,
  inputs: PairInputs,
  { size, isLearned, ...options }: ProjectionOptions,
): Tensor[] {
  const rows = inputs.modalities.map((each) => featureRows(builder, inputs, each, isLearned));
  return builder.graph.inLayer("content", () =>
    inputs.modalities.map(({ name }, at) => dense(builder, name, rows[at], size, options)),
  );
}
