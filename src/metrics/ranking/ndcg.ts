import type { RankingMetric } from "./definition.js";
import type { UserRanks } from "./user-ranks.js";

/** `[place]` 1 / log2(place + 1), place from 1; grown on demand. */
let discounts = new Float64Array(1);
/** `[count]` sum of the first `count` discounts: the ideal DCG of `count` binary gains. */
let discountSums = new Float64Array(1);

function growDiscounts(places: number): void {
  if (places < discounts.length) return;
  const length = Math.max(places + 1, 2 * discounts.length, 128);
  discounts = new Float64Array(length);
  discountSums = new Float64Array(length);
  for (let place = 1; place < length; place++) {
    discounts[place] = 1 / Math.log2(place + 1);
    discountSums[place] = discountSums[place - 1] + discounts[place];
  }
}

function binaryNdcg(user: UserRanks, k: number): number {
  const places = Math.min(k, user.nItems);
  growDiscounts(places);
  const { ranks, nRanked } = user;
  let dcg = 0;
  for (let hit = 0; hit < nRanked && ranks[hit] <= places; hit++) dcg += discounts[ranks[hit]];
  return dcg / discountSums[Math.min(places, user.nRelevant)];
}

function gradedNdcg(user: UserRanks, k: number, gain: (grade: number) => number): number {
  const places = Math.min(k, user.nItems);
  growDiscounts(places);
  const { ranks, grades, idealGrades, nRanked } = user;
  let dcg = 0;
  for (let hit = 0; hit < nRanked && ranks[hit] <= places; hit++) {
    dcg += gain(grades[hit]) * discounts[ranks[hit]];
  }
  let ideal = 0;
  const idealLength = Math.min(places, user.nRelevant);
  for (let index = 0; index < idealLength; index++) {
    ideal += gain(idealGrades[index]) * discounts[index + 1];
  }
  return dcg / ideal;
}

const discountAndIdeal = "discount 1 / log2(place + 1), ideal list of min(K, relevant) items";

/** NDCG@K with gain 1 for each relevant item, whatever its grade. */
export const ndcg: RankingMetric = {
  name: "ndcg",
  cutOff: true,
  convention: `binary gain; ${discountAndIdeal}; mean over users`,
  value: binaryNdcg,
};

/** NDCG@K with the grade as gain (Järvelin and Kekäläinen 2002). */
export const ndcgLinear: RankingMetric = {
  name: "ndcg-linear",
  cutOff: true,
  convention: `gain = grade; ${discountAndIdeal} by descending grade; mean over users`,
  value: (user, k) => gradedNdcg(user, k, (grade) => grade),
};

/** NDCG@K with gain 2^grade - 1 (Burges et al. 2005). */
export const ndcgExponential: RankingMetric = {
  name: "ndcg-exponential",
  cutOff: true,
  convention: `gain = 2^grade - 1; ${discountAndIdeal} by descending grade; mean over users`,
  value: (user, k) => gradedNdcg(user, k, (grade) => 2 ** grade - 1),
};
