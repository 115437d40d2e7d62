import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import { splitByLabels } from "../../../src/data/index.js";
import { countTarget } from "../../../src/experiment/leak-check/features/count-target.js";
import { predictAcross } from "../../../src/experiment/leak-check/features/direction.js";
import {
  itemStatistics,
  type ItemRows,
  type ItemStatistics,
} from "../../../src/experiment/leak-check/features/item-statistics.js";
import { meanTarget } from "../../../src/experiment/leak-check/features/mean-target.js";
import { noiseLimit } from "../../../src/experiment/leak-check/features/noise-limit.js";
import {
  projectOut,
  standardColumns,
} from "../../../src/experiment/leak-check/features/standard-columns.js";
import { openSplit } from "../../../src/experiment/leak-check/opened-split.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { matrixOf } from "../../support/leak-data.js";

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((sum, value, at) => sum + value * other[at], 0);
}

describe("noiseLimit", () => {
  it("is the quantile of chi-squared that its formula gives, times 0.8, at most 0.6", () => {
    const formula = (freedom: number, nTests: number): number => {
      const z = Math.sqrt(2 * Math.log((nTests / 2) * 1e6));
      const spread = 2 / (9 * freedom);
      return 0.8 * (1 - spread - z * Math.sqrt(spread)) ** 3;
    };
    for (const [freedom, nTests] of [
      [100, 50],
      [200, 60],
      [300, 500],
    ]) {
      expect(noiseLimit(freedom, nTests)).toBeCloseTo(formula(freedom, nTests), 14);
      expect(noiseLimit(freedom, nTests)).toBeLessThan(0.6);
    }
    expect(noiseLimit(100_000, 50)).toBe(0.6);
    expect(noiseLimit(2, 50)).toBe(0);
  });

  it("rises with the freedom and falls with the number of tests", () => {
    const limits = [20, 40, 80, 160, 320].map((freedom) => noiseLimit(freedom, 100));
    expect([...limits].sort((one, other) => one - other)).toEqual(limits);
    expect(noiseLimit(100, 1000)).toBeLessThan(noiseLimit(100, 10));
  });
});

describe("projectOut", () => {
  const ones = new Float64Array(6).fill(1);
  const line = Float64Array.from({ length: 6 }, (_unused, at) => at);

  it("leaves what is orthogonal to the base, and takes all that lies in it", () => {
    const left = projectOut(Float64Array.of(3, 1, 4, 1, 5, 9), [ones, line]);
    expect(dot(left, ones)).toBeCloseTo(0, 12);
    expect(dot(left, line)).toBeCloseTo(0, 12);
    // Least squares of 3 1 4 1 5 9 on a line: 1.0476.. + 1.1142.. at.
    expect(left[0]).toBeCloseTo(3 - 22 / 21, 12);
    expect(left[5]).toBeCloseTo(9 - (22 / 21 + (5 * 39) / 35), 12);
    for (const value of projectOut(
      line.map((at) => 2 * at - 7),
      [ones, line],
    )) {
      expect(value).toBeCloseTo(0, 12);
    }
    expect(projectOut(line, [])).toEqual(line);
  });

  it("leaves out a base column that depends on the others, and does not write into its input", () => {
    const column = Float64Array.of(3, 1, 4, 1, 5, 9);
    const copy = column.slice();
    const double = line.map((at) => 2 * at + 1);
    const twice = projectOut(column, [ones, line, double]);
    projectOut(column, [ones, line]).forEach((value, at) =>
      expect(twice[at]).toBeCloseTo(value, 10),
    );
    expect(column).toEqual(copy);
  });
});

describe("standardColumns", () => {
  const random = createRandom(4, "columns");
  const [n, dim] = [20, 4];
  const base = [new Float64Array(n).fill(1), Float64Array.from({ length: n }, (_unused, at) => at)];
  const items = Int32Array.from({ length: n }, (_unused, at) => 2 * at);
  const numbers = Float64Array.from({ length: 2 * n * dim }, () => random.normal());
  const matrix = matrixOf(2 * n, dim, (item, column) => {
    if (column === 3) return 5 - item / 2;
    return numbers[item * dim + column];
  });
  const values = Float64Array.from({ length: n }, () => random.normal());
  const plain = { items, values, scale: base[0], base, shapes: [] };

  it("have length 1 and nothing of the base; a column of the base is 0", () => {
    const { residual, columns } = standardColumns(matrix, plain);
    expect([columns.nRows, columns.nColumns]).toEqual([n, dim]);
    for (let column = 0; column < 3; column++) {
      const own = Float64Array.from(
        { length: n },
        (_unused, row) => columns.values[row * dim + column],
      );
      expect(dot(own, own)).toBeCloseTo(1, 5);
      for (const known of base) expect(dot(own, known)).toBeCloseTo(0, 4);
      const left = projectOut(
        Float64Array.from(items, (item) => matrix.values[item * dim + column]),
        base,
      );
      const length = Math.sqrt(dot(left, left));
      own.forEach((value, row) => expect(value).toBeCloseTo(left[row] / length, 5));
    }
    for (let row = 0; row < n; row++) expect(columns.values[row * dim + 3]).toBe(0);
    expect(residual).toEqual(projectOut(values, base));
  });

  it("are weighed by the scale of each row", () => {
    const scale = Float64Array.from({ length: n }, (_unused, row) => 1 + (row % 3));
    const { columns } = standardColumns(matrix, { ...plain, scale });
    const left = projectOut(
      Float64Array.from(items, (item, row) => matrix.values[item * dim] * scale[row]),
      base,
    );
    const length = Math.sqrt(dot(left, left));
    left.forEach((value, row) => expect(columns.values[row * dim]).toBeCloseTo(value / length, 5));
  });
});

describe("predictAcross", () => {
  const [nRows, nColumns] = [60, 3];
  const random = createRandom(5, "across");
  const values = Float32Array.from({ length: nRows * nColumns }, () => random.normal());
  const columns = { nRows, nColumns, values };
  const image = (weights: readonly number[]): Float64Array =>
    Float64Array.from({ length: nRows }, (_unused, row) =>
      dot(values.subarray(row * nColumns, (row + 1) * nColumns), weights),
    );

  it("finds weights that make the target, from either half", () => {
    const target = image([2, -1, 0.5]);
    predictAcross(columns, target).forEach((value, row) =>
      expect(value).toBeCloseTo(target[row], 8),
    );
  });

  it("predicts each half from the other alone", () => {
    const [one, other] = [image([1, 2, 3]), image([-3, 0, 1])];
    // Even places follow one law, odd places another: each is predicted by the other's.
    const target = one.map((value, row) => (row % 2 === 0 ? value : other[row]));
    predictAcross(columns, target).forEach((value, row) => {
      expect(value).toBeCloseTo(row % 2 === 0 ? other[row] : one[row], 8);
    });
  });

  it("predicts nothing from columns of zeros, or of a target of zeros", () => {
    const zeros = { ...columns, values: new Float32Array(nRows * nColumns) };
    expect(new Set(predictAcross(zeros, image([1, 1, 1])))).toEqual(new Set([0]));
    expect(new Set(predictAcross(columns, new Float64Array(nRows)))).toEqual(new Set([0]));
  });
});

describe("what is held out of items", () => {
  /** Item i of `nItems` has i + 3 training rows, one of validation and 2 i + 4 of test, rated by turns. */
  const nItems = 80;
  const rows: Row[] = [];
  const labels: number[] = [];
  for (let item = 0; item < nItems; item++) {
    const parts = [
      [0, item + 3],
      [1, 1],
      [2, 2 * item + 4],
    ];
    let user = 0;
    for (const [label, count] of parts) {
      for (let at = 0; at < count; at++) {
        rows.push([user++, item, 2 + ((at + label) % 2) + (item % 2)]);
        labels.push(label);
      }
    }
  }
  const dataset = datasetOf(rows);
  const split = splitByLabels(dataset, labels);
  const statistics = itemStatistics(openSplit(dataset, split));
  const each = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from({ length: nItems }, (_unused, item) => valueOf(item));

  it("is counted and summed by part", () => {
    expect(statistics.train.count).toEqual(each((item) => item + 3));
    expect(statistics.known.count).toEqual(each((item) => item + 4));
    expect(statistics.held.count).toEqual(each((item) => 2 * item + 4));
    // Pairs of 2 and 3, or of 3 and 4.
    expect(statistics.held.sum).toEqual(each((item) => (item + 2) * (5 + 2 * (item % 2))));
    expect(statistics.coldItems).toBe(false);
    const nHeld = dot(
      statistics.held.count,
      each(() => 1),
    );
    expect(statistics.variance).toBeCloseTo((0.25 * nHeld) / (nHeld - nItems), 10);
    const cold = { ...split, recipe: { ...split.recipe, name: "cold-item" } };
    expect(itemStatistics(openSplit(dataset, cold)).coldItems).toBe(true);
  });

  it("has no variance below sixty degrees of freedom", () => {
    const variance = (nRows: number): number => {
      const few = datasetOf(
        Array.from({ length: nRows + 1 }, (_unused, user): Row => [user, 0, 1 + (user % 2)]),
      );
      const own = splitByLabels(few, [0, ...new Array<number>(nRows).fill(2)]);
      return itemStatistics(openSplit(few, own)).variance;
    };
    expect(variance(60)).toBeNaN();
    expect(variance(61)).toBeGreaterThan(0.2);
  });

  const present = { missing: Uint8Array.from(each((item) => Number(item === 79))), dim: 1 };

  it("is a root of counts beside what is known", () => {
    const target = countTarget(statistics, present)!;
    const root = (count: number): number => 2 * Math.sqrt(count + 0.375);
    expect([...target.items]).not.toContain(79);
    expect([...target.items]).toEqual(Array.from({ length: 79 }, (_unused, at) => 78 - at));
    expect(target.base).toHaveLength(5);
    target.items.forEach((item, at) => {
      expect(target.values[at]).toBeCloseTo(root(2 * item + 4), 12);
      expect(target.scale[at]).toBe(1);
      const known = item + 4;
      const told = [1, root(known), known, Math.log(1 + known), item + 3];
      told.forEach((value, column) => expect(target.base[column][at]).toBeCloseTo(value, 12));
      const { heldOutOf } = target.shapes[0];
      expect(heldOutOf!(root(known + 10), at)).toBeCloseTo(root(10), 9);
      expect(heldOutOf!(root(1), at)).toBeCloseTo(root(0), 9);
    });
    const all = [...target.items].map((item) => root(3 * item + 8)).sort((a, b) => a - b);
    target.shapes[0].values.forEach((value, at) => expect(value).toBeCloseTo(all[at], 12));
    const held = [...target.items].map((item) => root(2 * item + 4)).sort((a, b) => a - b);
    target.shapes[1].values.forEach((value, at) => expect(value).toBeCloseTo(held[at], 12));
  });

  it("is counted where two rows of an item are to be expected by what is known", () => {
    const rowsWith = (count: (item: number) => number): ItemRows => {
      return { count: Float64Array.from({ length: 200 }, (_unused, item) => count(item)), sum };
    };
    const sum = new Float64Array(200);
    const whole = { missing: new Uint8Array(200), dim: 1 };
    // Half as many rows are held out as are known: four known ones let two be expected.
    const known = rowsWith((item) => (item < 100 ? 4 : 3));
    const held = rowsWith((item) => (item < 100 ? 1 : 2.5));
    const warm = { train: known, known, held, variance: 1, coldItems: false };
    const sorted = (given: ItemStatistics): number[] =>
      [...countTarget(given, whole)!.items].sort((one, other) => one - other);
    expect(sorted(warm)).toEqual(Array.from({ length: 100 }, (_unused, item) => item));
    // Of items held out as new nothing is known, and two of their rows must be held out.
    const cold = {
      ...warm,
      coldItems: true,
      known: rowsWith((item) => Number(item < 50)),
      held: rowsWith((item) => (item < 120 ? 2 : 1)),
    };
    expect(sorted(cold)).toEqual(Array.from({ length: 70 }, (_unused, item) => item + 50));
    expect(countTarget(cold, whole)!.base).toHaveLength(1);
    const few = { ...cold, held: rowsWith((item) => (item < 109 ? 2 : 1)) };
    expect(countTarget(few, whole)).toBeUndefined();
  });

  it("is a mean beside its number of rows, and nothing where all ratings are equal", () => {
    const target = meanTarget(statistics, present)!;
    expect([...target.items]).not.toContain(79);
    target.items.forEach((item, at) => {
      const scale = Math.sqrt((2 * item + 4) / statistics.variance);
      expect(target.scale[at]).toBeCloseTo(scale, 9);
      expect(target.values[at] / scale).toBeCloseTo(2.5 + (item % 2), 9);
    });
    expect(meanTarget({ ...statistics, variance: 0 }, present)).toBeUndefined();
    expect(meanTarget({ ...statistics, variance: NaN }, present)).toBeUndefined();
  });
});
