import type { Config } from "../../common/json.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";

/** Checked settings of ALS; `als.ts` says what they do. */
export interface AlsSettings {
  readonly embeddingSize: number;
  readonly epochs: number;
  readonly regularisation: number;
  readonly regularisationExponent: number;
  readonly alpha: number;
  readonly unobservedWeight: number;
  readonly confidence: "binary" | "rating";
  readonly solver: "cholesky" | "conjugate-gradient";
  readonly initialDeviation: number;
  readonly patience: number;
  /** Whether a positive has weight alpha * r in place of unobservedWeight, not besides it. */
  readonly replacesUnobserved: boolean;
  /** Whether factors start evenly from 0 to `initialDeviation`, not normal. */
  readonly startsEvenly: boolean;
}

/**
 * Settings of libraries. `implicit`: `AlternatingLeastSquares()` of `implicit` 0.7, but for its 100 factors;
 * its confidence of a positive is alpha times its value, here 1, and that of all other cells 1.
 */
export const presets: Readonly<Record<"implicit", Config>> = {
  implicit: {
    epochs: 15,
    regularisation: 0.01,
    regularisationExponent: 0,
    alpha: 1,
    unobservedWeight: 1,
    confidence: "binary",
    solver: "conjugate-gradient",
    initialDeviation: 0.01,
    patience: 0,
  },
};

/** Reads the settings; throws `E_MODEL_CONFIG`. */
export function readAlsSettings(config: Config): AlsSettings {
  const isImplicit = oneOf(config, "preset", ["none", "implicit"]) === "implicit";
  return {
    embeddingSize: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    regularisationExponent: realNumber(config, "regularisationExponent", { minimum: 0 }),
    alpha: realNumber(config, "alpha", { minimum: 0 }),
    unobservedWeight: realNumber(config, "unobservedWeight", { minimum: 0 }),
    confidence: oneOf(config, "confidence", ["binary", "rating"]),
    solver: oneOf(config, "solver", ["cholesky", "conjugate-gradient"]),
    initialDeviation: realNumber(config, "initialDeviation", { minimum: 0 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
    replacesUnobserved: isImplicit,
    startsEvenly: isImplicit,
  };
}
