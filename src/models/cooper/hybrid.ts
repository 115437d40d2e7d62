/** Late fusion of two sets of factors: the sum of their scores, each by its spread over a user's items. */
import { factorOperand, scoreFactors } from "../../compute/kernels/score-factors.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { validNdcg } from "../shared/valid-ndcg.js";
import type { ValidPart } from "../../data/split/parts.js";
import type { FactorForm } from "../score-form.js";
import type { CurvePoint } from "../contract.js";

const usersPerBlock = 256;

/** Weights of ALS that `hybrid: "tuned"` tries. */
const triedWeights: readonly number[] = Array.from({ length: 11 }, (_unused, at) => at / 10);

/** Factors, and the spread of the scores of each user. */
export interface SpreadFactors extends Omit<FactorForm, "kind"> {
  /** `[nUsers]` 1 / standard deviation of the user's scores over all items; 0 where they are all the same. */
  readonly inverseDeviations: Float64Array;
}

/** Measures the spread of the scores of each user over all `nItems`, in double precision. */
export function withSpread(
  factors: Omit<FactorForm, "kind">,
  nUsers: number,
  nItems: number,
): Promise<SpreadFactors> {
  return withWorkspace((workspace, pool) => {
    const operand = factorOperand(workspace, nItems, factors);
    const scores = workspace.float32(Math.min(usersPerBlock, nUsers) * nItems);
    const users = workspace.int32(usersPerBlock);
    const inverseDeviations = new Float64Array(nUsers);
    for (let first = 0; first < nUsers; first += usersPerBlock) {
      const own = users.subarray(0, Math.min(usersPerBlock, nUsers - first));
      own.forEach((_user, at) => (own[at] = first + at));
      scoreFactors(pool, workspace, operand, own, scores);
      own.forEach((user, at) => {
        const row = scores.subarray(at * nItems, (at + 1) * nItems);
        inverseDeviations[user] = inverseDeviation(row);
      });
    }
    return Promise.resolve({ ...factors, inverseDeviations });
  });
}

function inverseDeviation(scores: Float32Array): number {
  let sum = 0;
  for (const score of scores) sum += score;
  const mean = sum / scores.length;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  const deviation = Math.sqrt(squares / scores.length);
  // Equal scores differ by rounding alone.
  return deviation > 1e-6 * Math.abs(mean) ? 1 / deviation : 0;
}

/**
 * One set of factors whose score is alsWeight s^als / sd_u(s^als) + (1 - alsWeight) s^content /
 * sd_u(s^content): z-scores but for the mean of each user, which changes no order.
 */
export function fused(
  als: SpreadFactors,
  content: SpreadFactors,
  alsWeight: number,
): Omit<FactorForm, "kind"> {
  const nFactors = als.nFactors + content.nFactors;
  const nUsers = als.inverseDeviations.length;
  const nItems = als.itemFactors.length / als.nFactors;
  const userFactors = new Float32Array(nUsers * nFactors);
  const itemFactors = new Float32Array(nItems * nFactors);
  const parts = [
    { ...als, start: 0, weight: alsWeight },
    { ...content, start: als.nFactors, weight: 1 - alsWeight },
  ];
  for (const part of parts) {
    const width = part.nFactors;
    for (let item = 0; item < nItems; item++) {
      const row = part.itemFactors.subarray(item * width, (item + 1) * width);
      itemFactors.set(row, item * nFactors + part.start);
    }
    for (let user = 0; user < nUsers; user++) {
      const scale = part.weight * part.inverseDeviations[user];
      const row = part.userFactors.subarray(user * width, (user + 1) * width);
      const target = user * nFactors + part.start;
      row.forEach((value, at) => (userFactors[target + at] = scale * value));
    }
  }
  return { nFactors, userFactors, itemFactors };
}

/**
 * The weight of ALS with the highest NDCG@10 on the validation part, the lower of equals, with the
 * curve of all that were tried (`epoch` counts them); undefined without validation rows.
 */
export async function tuneWeight(
  table: PositiveTable,
  valid: ValidPart | undefined,
  als: SpreadFactors,
  content: SpreadFactors,
  steps: FitSteps,
): Promise<{ readonly alsWeight: number; readonly curve: readonly CurvePoint[] } | undefined> {
  const ndcg = validNdcg(table, valid);
  if (ndcg === undefined) return undefined;
  const curve: CurvePoint[] = [];
  let best = { alsWeight: 0, value: Number.NEGATIVE_INFINITY };
  for (const [at, alsWeight] of triedWeights.entries()) {
    const factors = fused(als, content, alsWeight);
    const value = await withWorkspace((_workspace, pool) =>
      Promise.resolve(ndcg.measure(pool, factors)),
    );
    if (value > best.value) best = { alsWeight, value };
    curve.push({ epoch: at + 1, values: { alsWeight, validNdcg: value } });
    const note = `ALS ${alsWeight}, validNdcg ${value.toFixed(4)}`;
    await steps.step(at + 1, triedWeights.length, "weights", note);
  }
  return { alsWeight: best.alsWeight, curve };
}
