import type { FitInput } from "../../contract.js";
import type { NetworkSettings } from "./network-settings.js";
import { usualPredictionBatch } from "./network-session.js";

/** What a network of ratings is made of, in numbers of single precision, known before it is built. */
export interface NetworkNumbers {
  /** Numbers that are learned. */
  readonly parameters: number;
  /** Outputs of all operators of the forward pass for a pair. */
  readonly perPair: number;
  /** The same for each distinct item of a batch; default 0. */
  readonly perItem?: number;
  /** Numbers that are made of what is given, such as centred features; default 0. */
  readonly tables?: number;
}

/** What the runtime takes whatever it runs: code, threads, compiled graphs. */
const runtimeBytes = 58 * 2 ** 20;

/** The runtime reuses memory: of a prediction's outputs so many are there at once. */
const livingShare = 0.45;

/** The same of a training step, whose backward pass has three times the outputs of the forward one. */
const trainingShare = 1.75;

/**
 * About how many bytes a fit takes at its peak: features as they are given, tables, parameters with Adam's
 * memories twice, a training step, and the predictions behind an epoch, whose batches are larger. The two shares
 * are fitted to peaks measured on MovieLens 100K; `test/models/shared/graph/expected-bytes.test.ts` has them.
 */
export function ratingNetworkBytes(
  input: FitInput,
  { batchSize }: Pick<NetworkSettings, "batchSize">,
  { parameters, perPair, perItem = 0, tables = 0 }: NetworkNumbers,
): number {
  const { nItems } = input.train;
  const given = Object.values(input.features ?? {});
  const features = given.reduce((sum, matrix) => sum + matrix.nItems * matrix.dim, 0);
  const outputs = (nPairs: number): number => nPairs * perPair + Math.min(nPairs, nItems) * perItem;
  const steps = trainingShare * outputs(batchSize) + livingShare * outputs(usualPredictionBatch);
  return runtimeBytes + 4 * Math.ceil(features + tables + 6 * parameters + steps);
}
