/** Biased inner products: what the scorers of the factor models share. */
import type { RandomStream } from "../../compute/random.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { ModelState } from "../state.js";
import type { Learned } from "./learned.js";
import type { PairScorer } from "./rating-model.js";
import { floatArray, stateNumber } from "./state-arrays.js";

/** Parameters of r^_ui = mu + b_u + b_i + p_u . q_i. */
export interface BiasedFactors {
  readonly globalMean: number;
  readonly nFactors: number;
  /** `[nUsers]` */
  readonly userBias: Float64Array;
  /** `[nItems]` */
  readonly itemBias: Float64Array;
  /** `[nUsers x nFactors]` */
  readonly userFactors: Float64Array;
  /** `[nItems x nFactors]` */
  readonly itemFactors: Float64Array;
}

/** `[nRows x nFactors]` normal numbers; rows without a rating are 0, so that they score by bias alone. */
export function randomFactors(
  matrix: SparseMatrix,
  nFactors: number,
  deviation: number,
  random: RandomStream,
): Float64Array {
  const factors = new Float64Array(matrix.nRows * nFactors);
  for (let row = 0; row < matrix.nRows; row++) {
    if (matrix.offsets[row] === matrix.offsets[row + 1]) continue;
    for (let factor = 0; factor < nFactors; factor++) {
      factors[row * nFactors + factor] = deviation * random.normal();
    }
  }
  return factors;
}

/** Scores with parameters in double precision, while they are being learned. */
export function factorScorer(factors: BiasedFactors): PairScorer {
  const { globalMean, nFactors, userBias, itemBias, userFactors, itemFactors } = factors;
  return (user, item) => {
    const userAt = user * nFactors;
    const itemAt = item * nFactors;
    let sum = globalMean + userBias[user] + itemBias[item];
    for (let factor = 0; factor < nFactors; factor++) {
      sum += userFactors[userAt + factor] * itemFactors[itemAt + factor];
    }
    return sum;
  };
}

/** The parameters as a state keeps them, in single precision. */
export function factorArrays(factors: BiasedFactors): Learned["arrays"] {
  return {
    userBias: Float32Array.from(factors.userBias),
    itemBias: Float32Array.from(factors.itemBias),
    userFactors: Float32Array.from(factors.userFactors),
    itemFactors: Float32Array.from(factors.itemFactors),
  };
}

/** Scores from a state with the arrays of {@link factorArrays}; throws `E_MODEL_STATE`. */
export function factorStateScorer(state: ModelState, nFactors: number): PairScorer {
  const globalMean = stateNumber(state, "globalMean");
  const userBias = floatArray(state, "userBias", state.nUsers);
  const itemBias = floatArray(state, "itemBias", state.nItems);
  const userFactors = floatArray(state, "userFactors", state.nUsers * nFactors);
  const itemFactors = floatArray(state, "itemFactors", state.nItems * nFactors);
  return (user, item) => {
    const userAt = user * nFactors;
    const itemAt = item * nFactors;
    let sum = globalMean + userBias[user] + itemBias[item];
    for (let factor = 0; factor < nFactors; factor++) {
      sum += userFactors[userAt + factor] * itemFactors[itemAt + factor];
    }
    return sum;
  };
}
