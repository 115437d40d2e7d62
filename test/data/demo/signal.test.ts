/** What is planted can be found: by neighbours in the ratings, by words, by pixels. */
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { brightnessFactor, nFactors, nThemes, paceFactor } from "../../../src/data/demo/factors.js";
import { generateDemo } from "../../../src/data/demo/index.js";
import { demoPoster } from "../../../src/data/demo/posters.js";
import { loudClosings, themeWords } from "../../../src/data/demo/words/index.js";

const demo = generateDemo();
const { dataset, truth } = demo;
const { userIndex, itemIndex, rating } = dataset.interactions;
const nItems = dataset.nItems;

/** Mean reciprocal-log gain of the ten best unseen items, on a tenth of the positives. */
function ndcg(score: (user: number, train: Uint8Array) => Float64Array): number {
  const held = heldOut();
  const train = trainMatrix(held);
  let sum = 0;
  let nUsers = 0;
  for (let user = 0; user < dataset.nUsers; user++) {
    const seen = train.subarray(user * nItems, (user + 1) * nItems);
    const relevant = new Set<number>();
    for (const row of held) {
      if (userIndex[row] === user && rating[row] >= 4) relevant.add(itemIndex[row]);
    }
    if (relevant.size === 0) continue;
    const scores = score(user, train);
    const list = Array.from(scores.keys())
      .filter((item) => seen[item] === 0)
      .sort((a, b) => scores[b] - scores[a])
      .slice(0, 10);
    let gain = 0;
    let ideal = 0;
    list.forEach((item, rank) => (gain += relevant.has(item) ? 1 / Math.log2(rank + 2) : 0));
    for (let rank = 0; rank < Math.min(10, relevant.size); rank++) ideal += 1 / Math.log2(rank + 2);
    sum += gain / ideal;
    nUsers++;
  }
  return sum / nUsers;
}

function heldOut(): number[] {
  return Array.from(createRandom(1, "signal test").permutation(dataset.nRatings).subarray(0, 3000));
}

/** 1 for a seen item, 2 for a liked one. */
function trainMatrix(held: readonly number[]): Uint8Array {
  const out = new Set(held);
  const matrix = new Uint8Array(dataset.nUsers * nItems);
  for (let row = 0; row < dataset.nRatings; row++) {
    if (!out.has(row)) matrix[userIndex[row] * nItems + itemIndex[row]] = rating[row] >= 4 ? 2 : 1;
  }
  return matrix;
}

describe("the planted structure", () => {
  it("lets item neighbours beat popularity clearly", () => {
    let likes: Float64Array | undefined;
    const popular = ndcg((_user, train) => {
      if (likes !== undefined) return likes;
      likes = new Float64Array(nItems);
      train.forEach((mark, cell) => (likes![cell % nItems] += mark === 2 ? 1 : 0));
      return likes;
    });
    let cosine: Float64Array | undefined;
    const neighbours = ndcg((user, train) => {
      cosine ??= cosines(train);
      const scores = new Float64Array(nItems);
      for (let item = 0; item < nItems; item++) {
        if (train[user * nItems + item] !== 2) continue;
        for (let other = 0; other < nItems; other++) scores[other] += cosine[item * nItems + other];
      }
      return scores;
    });
    expect(popular).toBeGreaterThan(0.06);
    expect(neighbours).toBeGreaterThan(1.6 * popular);
  });

  it("leaves much for a factor model to win over biases", () => {
    let residual = 0;
    for (let row = 0; row < dataset.nRatings; row++) {
      const bias = truth.userBias[userIndex[row]] + truth.itemBias[itemIndex[row]];
      const guess = Math.min(5, Math.max(1, truth.globalMean + bias));
      residual += (rating[row] - guess) ** 2;
    }
    expect(truth.oracleRmse).toBeLessThan(0.75 * Math.sqrt(residual / dataset.nRatings));
  });

  it("shows the main theme in nearly every text, and pace in the closing words", () => {
    let right = 0;
    let nTexts = 0;
    dataset.itemContent.forEach(({ text }, item) => {
      if (text === undefined) return;
      nTexts++;
      const found = themeWords.map(
        ({ places, things, roles }) =>
          [...places, ...things, ...roles].filter((phrase) => text.includes(phrase)).length,
      );
      const shares = truth.themeShares.subarray(item * nThemes, (item + 1) * nThemes);
      if (shares[found.indexOf(Math.max(...found))] > 0.25) right++;
      const isLoud = loudClosings.some((sentence) => text.includes(sentence));
      if (isLoud) expect(truth.itemFactors[item * nFactors + paceFactor]).toBeGreaterThan(0);
    });
    expect(right / nTexts).toBeGreaterThan(0.9);
  });

  it("shows brightness in the pixels of the posters", async () => {
    const light: number[] = [];
    const planted: number[] = [];
    for (let item = 0; item < 48; item++) {
      const svg = demoPoster(demo, item);
      if (svg === undefined) continue;
      const { channels } = await sharp(Buffer.from(svg)).greyscale().stats();
      light.push(channels[0].mean);
      planted.push(truth.itemFactors[item * nFactors + brightnessFactor]);
    }
    expect(correlation(light, planted)).toBeGreaterThan(0.6);
  });
});

function cosines(train: Uint8Array): Float64Array {
  const counts = new Float64Array(nItems * nItems);
  for (let user = 0; user < dataset.nUsers; user++) {
    const liked: number[] = [];
    for (let item = 0; item < nItems; item++)
      if (train[user * nItems + item] === 2) liked.push(item);
    for (const a of liked) for (const b of liked) counts[a * nItems + b]++;
  }
  return counts.map((count, cell) => {
    const [a, b] = [Math.floor(cell / nItems), cell % nItems];
    const norm = Math.sqrt(counts[a * nItems + a] * counts[b * nItems + b]);
    return a === b || norm === 0 ? 0 : count / norm;
  });
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((value, at) => (value - mx) * (y[at] - my)));
  const spread = (values: readonly number[], m: number): number =>
    Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
  return covariance / (spread(x, mx) * spread(y, my));
}
