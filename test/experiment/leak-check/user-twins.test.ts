import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import { splitPerUserRandom, type Dataset } from "../../../src/data/index.js";
import { checkLeaks } from "../../../src/experiment/index.js";
import { similarSketches, sketchUsers } from "../../../src/experiment/leak-check/row-sketch.js";
import { findUserTwins } from "../../../src/experiment/leak-check/user-twins.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { filmDataset, filmRows } from "../../support/leak-data.js";

const rows = filmRows();
const own = rows.filter(([user]) => user === 3);

/** The films with more rows of user 400. */
function withUser(more: readonly Row[]): Dataset {
  return datasetOf([...rows, ...more.map(([, ...rest]): Row => [400, ...rest])]);
}

describe("findUserTwins", () => {
  it("finds a second id with all rows, by their times", () => {
    expect(findUserTwins(withUser(own))).toEqual([{ users: [3, 400], timed: true }]);
  });

  it("finds one that lacks a tenth of the rows", () => {
    const most = own.filter((_row, at) => at % 10 !== 0);
    expect(findUserTwins(withUser(most))).toEqual([{ users: [3, 400], timed: true }]);
  });

  it("says so when the times tell nothing", () => {
    const later = own.map(([user, item, rating, time]): Row => [user, item, rating, time! + 60]);
    expect(findUserTwins(withUser(later))).toEqual([{ users: [3, 400], timed: false }]);
    const untimed = [...rows, ...own.map(([, ...rest]): Row => [400, ...rest])].map(
      ([user, item, rating]): Row => [user, item, rating],
    );
    expect(findUserTwins(datasetOf(untimed))).toEqual([{ users: [3, 400], timed: false }]);
  });

  it("finds none among users of one taste, whose rows many have", () => {
    const camps: Row[] = [];
    for (let user = 0; user < 60; user++) {
      for (let item = user % 2; item < 80; item += 2) camps.push([user, item, 5, 10 * item]);
    }
    expect(findUserTwins(datasetOf(camps))).toEqual([]);
  });

  it("finds none among users who rated a few things in one go", () => {
    const random = createRandom(1, "test/twins");
    const single: Row[] = [];
    for (let user = 0; user < 300; user++) {
      for (let k = 0; k < 6; k++) single.push([user, 6 * random.integer(200) + k, 5, 7]);
    }
    const bundle = Array.from({ length: 6 }, (_unused, k): Row[] => [
      [300, 1200 + k, 5, 99],
      [301, 1200 + k, 5, 99],
    ]).flat();
    expect(findUserTwins(datasetOf([...single, ...bundle])).filter(({ timed }) => timed)).toEqual(
      [],
    );
  });

  it("asks for nine tenths of the rows of both without times, for four fifths with them", () => {
    // 300 others with five rows of their own; users 300 and 301 have `common` rows of `all` between them.
    const others = Array.from({ length: 1500 }, (_unused, at): Row => [
      Math.floor(at / 5),
      1000 + at,
      3,
      at,
    ]);
    const found = (common: number, all: number, isTimed: boolean): unknown => {
      const pair: Row[] = [];
      for (let item = 0; item < all; item++) pair.push([300, item, 4, 60 * item]);
      for (let item = 0; item < common; item++) pair.push([301, item, 4, 60 * item]);
      const whole = [...others, ...pair].map(([user, item, rating, time]): Row =>
        isTimed ? [user, item, rating, time] : [user, item, rating],
      );
      const given = datasetOf(whole);
      const sketches = sketchUsers(given.interactions, given.nUsers);
      expect(similarSketches(sketches, 0.6)).toEqual([[300, 301]]);
      return findUserTwins(given).map(({ timed }) => timed);
    };
    expect([found(18, 20, false), found(17, 20, false)]).toEqual([[false], []]);
    expect([found(16, 20, true), found(47, 60, true)]).toEqual([[true], []]);
  });

  it("finds none where all that two users have alike is what everybody has", () => {
    for (const isTimed of [true, false]) {
      const usual = (user: number): Row[] =>
        [0, 1, 2, 3, 4, 5].map((item): Row => [user, item, 5, 100 * item]);
      const whole = Array.from({ length: 100 }, (_unused, user): Row[] => [
        ...usual(user),
        ...Array.from({ length: 60 }, (_none, at): Row => [user, 100 + 60 * user + at, 3, at]),
      ]).flat();
      const plain = [...usual(100), ...usual(101), ...whole].map(
        ([user, item, rating, time]): Row =>
          isTimed ? [user, item, rating, time] : [user, item, rating],
      );
      const given = datasetOf(plain);
      const sketches = sketchUsers(given.interactions, given.nUsers);
      expect(similarSketches(sketches, 0.6)).toEqual([[100, 101]]);
      expect(findUserTwins(given)).toEqual([]);
    }
  });

  it("finds none in 20 draws of independent users", () => {
    for (let seed = 1; seed <= 20; seed++) expect(findUserTwins(filmDataset(seed))).toEqual([]);
  });
});

describe("a second id in a split", () => {
  it("is no leak where all rows of both are in train", () => {
    const twins = withUser(own);
    const all = splitPerUserRandom(twins, { train: 1, valid: 0, test: 0, seed: 1 });
    expect(checkLeaks(twins, all).errors).toEqual([]);
  });

  it("counts the items that stand in two parts", () => {
    const twins = withUser(own);
    const split = splitPerUserRandom(twins, { train: 0.5, valid: 0, test: 0.5, seed: 1 });
    const [error] = checkLeaks(twins, split).errors;
    expect(error.code).toBe("E_LEAK_USER");
    expect(error.count).toBeGreaterThan(own.length / 4);
    expect(error.count).toBeLessThan((3 * own.length) / 4);
  });
});

describe("sketches", () => {
  it("agree in about the share of rows that two users have in common", () => {
    const random = createRandom(2, "test/sketch");
    for (const share of [0.2, 0.5, 0.9]) {
      let agreeing = 0;
      const nPairs = 60;
      for (let pair = 0; pair < nPairs; pair++) {
        const items = random.permutation(4000).subarray(0, 200);
        const common = Math.round((400 * share) / (1 + share) / 2);
        const set: Row[] = [];
        for (let k = 0; k < 100; k++) {
          set.push([0, items[k], 4]);
          set.push([1, k < common ? items[k] : items[100 + k], 4]);
        }
        const { interactions } = datasetOf(set);
        const sketches = sketchUsers(interactions, 2);
        for (let bin = 0; bin < 32; bin++) {
          if (sketches[bin] === sketches[32 + bin]) agreeing++;
        }
      }
      const exact = Math.round((400 * share) / (1 + share) / 2) / 100;
      // The standard deviation of the mean of 60 x 32 bins is 0.011 at most.
      expect(Math.abs(agreeing / (nPairs * 32) - exact / (2 - exact))).toBeLessThan(0.05);
    }
  });

  it("of users without rows agree with none", () => {
    const { interactions } = datasetOf([[0, 0, 3]]);
    expect(similarSketches(sketchUsers(interactions, 4), 0)).toEqual([]);
  });
});
