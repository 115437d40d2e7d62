/**
 * SVD++ by stochastic gradient descent, each rating's update in time proportional to the factors alone.
 *
 * Written out, a rating of user u with n rated items changes all n vectors y_j. But each of them loses
 * the same share and gains the same vector:
 *   y_j <- d y_j + g,  d = 1 - lr reg,  g = lr e q_i / sqrt(n).
 * So the implicit sum z = sum_j y_j / sqrt(n) follows z <- d z + lr e q_i, and after all n ratings of
 * the user y_j = d^n y_j + S with S <- d S + g. This is the per-rating update exactly, up to rounding;
 * it needs the ratings of a user to be visited in a row, as Surprise does too.
 */
import { createRandom } from "../../compute/random.js";
import type { EpochLearner } from "../shared/epochs.js";
import { factorScorer, randomFactors, type BiasedFactors } from "../shared/factors.js";
import type { RatingTable } from "../shared/rating-table.js";
import type { SgdSettings } from "../shared/sgd-settings.js";

/** An SVD++ in training. */
export interface SvdPpLearner extends EpochLearner {
  /** Own factors p_u of the users, without the implicit sum. */
  readonly factors: BiasedFactors;
  /** `[nItems x nFactors]` what having rated an item says of a user. */
  readonly implicitFactors: Float64Array;
  /** The parameters with `userFactors` p_u + z_u: all that scoring needs. */
  combined(): BiasedFactors;
}

/** Starts from biases 0 and normal factors. */
export function createSvdPpLearner(
  table: RatingTable,
  settings: SgdSettings,
  seed: number,
): SvdPpLearner {
  const { nFactors, initialDeviation } = settings;
  const start = createRandom(seed, "svd-pp/start");
  const factors: BiasedFactors = {
    globalMean: table.globalMean,
    nFactors,
    userBias: new Float64Array(table.nUsers),
    itemBias: new Float64Array(table.nItems),
    userFactors: randomFactors(table.byUser, nFactors, initialDeviation, start.stream("users")),
    itemFactors: randomFactors(table.byItem, nFactors, initialDeviation, start.stream("items")),
  };
  const implicitFactors = randomFactors(
    table.byItem,
    nFactors,
    initialDeviation,
    start.stream("implicit"),
  );
  const order = createRandom(seed, "svd-pp/order");
  const visitor = new UserVisitor(table, factors, implicitFactors, settings);
  const { userBias, itemBias, userFactors, itemFactors } = factors;
  const combined = (): BiasedFactors => visitor.combined();
  return {
    factors,
    implicitFactors,
    parameters: [userBias, itemBias, userFactors, itemFactors, implicitFactors],
    runEpoch: () => {
      for (const user of order.permutation(table.nUsers)) visitor.visit(user);
    },
    scorer: () => factorScorer(combined()),
    combined,
  };
}

class UserVisitor {
  readonly #table: RatingTable;
  readonly #factors: BiasedFactors;
  readonly #implicit: Float64Array;
  readonly #settings: SgdSettings;
  /** `[nFactors]` z, the implicit sum of the user at hand. */
  readonly #sum: Float64Array;
  /** `[nFactors]` S, what every y_j of the user has gained. */
  readonly #gain: Float64Array;

  constructor(
    table: RatingTable,
    factors: BiasedFactors,
    implicit: Float64Array,
    settings: SgdSettings,
  ) {
    this.#table = table;
    this.#factors = factors;
    this.#implicit = implicit;
    this.#settings = settings;
    this.#sum = new Float64Array(settings.nFactors);
    this.#gain = new Float64Array(settings.nFactors);
  }

  visit(user: number): void {
    const { offsets } = this.#table.byUser;
    if (offsets[user] === offsets[user + 1]) return;
    this.#sumImplicit(user);
    this.#gain.fill(0);
    this.#stepThroughRatings(user);
    this.#applyGain(user);
  }

  combined(): BiasedFactors {
    const { nFactors, userFactors } = this.#factors;
    const both = userFactors.slice();
    for (let user = 0; user < this.#table.nUsers; user++) {
      this.#sumImplicit(user);
      for (let factor = 0; factor < nFactors; factor++) {
        both[user * nFactors + factor] += this.#sum[factor];
      }
    }
    return { ...this.#factors, userFactors: both };
  }

  #sumImplicit(user: number): void {
    const { offsets, columns } = this.#table.byUser;
    const { nFactors } = this.#factors;
    const sum = this.#sum;
    const implicit = this.#implicit;
    const count = offsets[user + 1] - offsets[user];
    sum.fill(0);
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      const at = columns[entry] * nFactors;
      for (let factor = 0; factor < nFactors; factor++) sum[factor] += implicit[at + factor];
    }
    const scale = count === 0 ? 0 : 1 / Math.sqrt(count);
    for (let factor = 0; factor < nFactors; factor++) sum[factor] *= scale;
  }

  #stepThroughRatings(user: number): void {
    const { offsets, columns, values } = this.#table.byUser;
    const { globalMean, nFactors, userBias, itemBias, userFactors, itemFactors } = this.#factors;
    const { learningRate, regularisation } = this.#settings;
    const sum = this.#sum;
    const gain = this.#gain;
    const userAt = user * nFactors;
    const share = 1 / Math.sqrt(offsets[user + 1] - offsets[user]);
    const decay = 1 - learningRate * regularisation;
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      const item = columns[entry];
      const itemAt = item * nFactors;
      let predicted = globalMean + userBias[user] + itemBias[item];
      for (let factor = 0; factor < nFactors; factor++) {
        predicted += (userFactors[userAt + factor] + sum[factor]) * itemFactors[itemAt + factor];
      }
      const error = values[entry] - predicted;
      const step = learningRate * error;
      userBias[user] = decay * userBias[user] + step;
      itemBias[item] = decay * itemBias[item] + step;
      for (let factor = 0; factor < nFactors; factor++) {
        const p = userFactors[userAt + factor];
        const q = itemFactors[itemAt + factor];
        const z = sum[factor];
        const pull = step * q;
        userFactors[userAt + factor] = decay * p + pull;
        itemFactors[itemAt + factor] = decay * q + step * (p + z);
        sum[factor] = decay * z + pull;
        gain[factor] = decay * gain[factor] + share * pull;
      }
    }
  }

  #applyGain(user: number): void {
    const { offsets, columns } = this.#table.byUser;
    const { nFactors } = this.#factors;
    const { learningRate, regularisation } = this.#settings;
    const implicit = this.#implicit;
    const gain = this.#gain;
    const decay = (1 - learningRate * regularisation) ** (offsets[user + 1] - offsets[user]);
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      const at = columns[entry] * nFactors;
      for (let factor = 0; factor < nFactors; factor++) {
        implicit[at + factor] = decay * implicit[at + factor] + gain[factor];
      }
    }
  }
}
