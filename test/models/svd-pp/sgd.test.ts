import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import type { BiasedFactors } from "../../../src/models/shared/factors.js";
import { ratingTable, type RatingTable } from "../../../src/models/shared/rating-table.js";
import { createSvdPpLearner } from "../../../src/models/svd-pp/sgd.js";
import { fitInput, trainPart } from "../../support/parts.js";

const nUsers = 6;
const nItems = 5;
const nFactors = 3;

function table(): RatingTable {
  const random = createRandom(3, "test/ratings");
  const rows: [number, number, number][] = [];
  for (let user = 0; user < nUsers - 1; user++) {
    for (let item = 0; item < nItems; item++) {
      if (random.uniform() < 0.7) rows.push([user, item, 1 + random.integer(5)]);
    }
  }
  return ratingTable(fitInput(trainPart(nUsers, nItems, rows)));
}

interface Parameters extends BiasedFactors {
  readonly implicit: Float64Array;
}

function copyOf(factors: BiasedFactors, implicit: Float64Array): Parameters {
  const { globalMean, userBias, itemBias, userFactors, itemFactors } = factors;
  return {
    globalMean,
    nFactors,
    userBias: userBias.slice(),
    itemBias: itemBias.slice(),
    userFactors: userFactors.slice(),
    itemFactors: itemFactors.slice(),
    implicit: implicit.slice(),
  };
}

function ratedBy(ratings: RatingTable, user: number): { item: number; rating: number }[] {
  const { offsets, columns, values } = ratings.byUser;
  return Array.from({ length: offsets[user + 1] - offsets[user] }, (_unused, nth) => ({
    item: columns[offsets[user] + nth],
    rating: values[offsets[user] + nth],
  }));
}

/** p_u + n^-1/2 sum y_j, factor f. */
function userPart(p: Parameters, user: number, items: readonly number[], f: number): number {
  const sum = items.reduce((total, item) => total + p.implicit[item * nFactors + f], 0);
  return p.userFactors[user * nFactors + f] + sum / Math.sqrt(items.length);
}

function errorOf(
  p: Parameters,
  user: number,
  items: number[],
  item: number,
  rating: number,
): number {
  let predicted = p.globalMean + p.userBias[user] + p.itemBias[item];
  for (let f = 0; f < nFactors; f++) {
    predicted += userPart(p, user, items, f) * p.itemFactors[item * nFactors + f];
  }
  return rating - predicted;
}

/** Surprise's loop as it stands: every rating changes every y_j of its user. */
function naiveEpoch(
  p: Parameters,
  ratings: RatingTable,
  order: Int32Array,
  lr: number,
  reg: number,
): void {
  for (const user of order) {
    const items = ratedBy(ratings, user).map(({ item }) => item);
    for (const { item, rating } of ratedBy(ratings, user)) {
      const error = errorOf(p, user, items, item, rating);
      const parts = Array.from({ length: nFactors }, (_unused, f) => userPart(p, user, items, f));
      p.userBias[user] += lr * (error - reg * p.userBias[user]);
      p.itemBias[item] += lr * (error - reg * p.itemBias[item]);
      for (let f = 0; f < nFactors; f++) {
        const u = user * nFactors + f;
        const i = item * nFactors + f;
        const q = p.itemFactors[i];
        p.userFactors[u] += lr * (error * q - reg * p.userFactors[u]);
        p.itemFactors[i] += lr * (error * parts[f] - reg * q);
        for (const other of items) {
          const y = other * nFactors + f;
          p.implicit[y] += lr * ((error * q) / Math.sqrt(items.length) - reg * p.implicit[y]);
        }
      }
    }
  }
}

/** Half the squared error plus half the penalty, each parameter penalised at each of its ratings. */
function loss(p: Parameters, ratings: RatingTable, reg: number): number {
  let sum = 0;
  const square = (array: Float64Array, row: number): number => {
    const part = array.subarray(row * nFactors, (row + 1) * nFactors);
    return part.reduce((total, value) => total + value * value, 0);
  };
  for (let user = 0; user < nUsers; user++) {
    const items = ratedBy(ratings, user).map(({ item }) => item);
    for (const { item, rating } of ratedBy(ratings, user)) {
      const penalty =
        p.userBias[user] ** 2 +
        p.itemBias[item] ** 2 +
        square(p.userFactors, user) +
        square(p.itemFactors, item) +
        items.reduce((total, other) => total + square(p.implicit, other), 0);
      sum += errorOf(p, user, items, item, rating) ** 2 + reg * penalty;
    }
  }
  return sum / 2;
}

function learner(ratings: RatingTable, learningRate: number, regularisation: number) {
  const settings = { epochs: 1, patience: 0, nFactors, learningRate, regularisation };
  return createSvdPpLearner(ratings, { ...settings, initialDeviation: 0.5 }, 11);
}

describe("SVD++ updates", () => {
  test("are those of the loop that changes every y_j at every rating", () => {
    const ratings = table();
    const [lr, reg] = [0.05, 0.1];
    const fast = learner(ratings, lr, reg);
    const slow = copyOf(fast.factors, fast.implicitFactors);
    const order = createRandom(11, "svd-pp/order");
    for (let epoch = 1; epoch <= 4; epoch++) {
      fast.runEpoch(epoch);
      naiveEpoch(slow, ratings, order.permutation(nUsers), lr, reg);
    }
    // The same arithmetic in another order: some hundred roundings of 1e-16.
    const expectClose = (got: Float64Array, expected: Float64Array): void =>
      got.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 12));
    expectClose(fast.factors.userBias, slow.userBias);
    expectClose(fast.factors.itemBias, slow.itemBias);
    expectClose(fast.factors.userFactors, slow.userFactors);
    expectClose(fast.factors.itemFactors, slow.itemFactors);
    expectClose(fast.implicitFactors, slow.implicit);
  });

  test("go down the gradient of the loss, by central differences", () => {
    const ratings = table();
    // So small a rate that an epoch of steps is one step, up to terms of second order.
    const [lr, reg] = [1e-7, 0.1];
    const model = learner(ratings, lr, reg);
    const before = copyOf(model.factors, model.implicitFactors);
    model.runEpoch(1);
    const after = copyOf(model.factors, model.implicitFactors);
    const width = 1e-5;
    for (const name of [
      "userBias",
      "itemBias",
      "userFactors",
      "itemFactors",
      "implicit",
    ] as const) {
      before[name].forEach((value, at) => {
        const at_ = (shift: number): number => {
          const moved = copyOf(before, before.implicit);
          moved[name][at] = value + shift;
          return loss(moved, ratings, reg);
        };
        const slope = (at_(width) - at_(-width)) / (2 * width);
        const step = (value - after[name][at]) / lr;
        expect(Math.abs(step - slope), `${name}[${at}]`).toBeLessThan(1e-5);
      });
    }
  });

  test("users and items without ratings keep factors 0", () => {
    const ratings = table();
    const model = learner(ratings, 0.05, 0.1);
    model.runEpoch(1);
    const last = model.combined().userFactors.subarray((nUsers - 1) * nFactors);
    expect([...last]).toEqual([0, 0, 0]);
  });
});
