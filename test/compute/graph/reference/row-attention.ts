/** What attention over rows computes, in double precision, with the maps written out. */
import type { Attributes } from "../../../../src/compute/graph/tensor.js";
import type { RealArray } from "./array.js";

type AttentionEvaluator = (inputs: readonly RealArray[], attributes: Attributes) => RealArray;

interface Head {
  readonly rows: number;
  readonly width: number;
  readonly heads: number;
  readonly headSize: number;
  readonly isPresent: (row: number) => boolean;
  /** Number `at` of head `head` in third `part` (0: query, 1: key, 2: value) of a row. */
  readonly value: (part: number, row: number, head: number, at: number) => number;
}

function headOf(packed: RealArray, present: RealArray | undefined, attributes: Attributes): Head {
  const [rows, columns] = packed.sizes;
  const heads = Number(attributes.heads);
  const width = columns / 3;
  const headSize = width / heads;
  return {
    rows,
    width,
    heads,
    headSize,
    isPresent: (row) => present === undefined || present.values[row] !== 0,
    value: (part, row, head, at) =>
      packed.values[row * columns + part * width + head * headSize + at],
  };
}

/** The shares of a query, 0 for rows that are absent, and the logarithm of the sum of powers. */
function sharesOf(own: Head, head: number, query: number): { shares: number[]; level: number } {
  const powers = Array.from({ length: own.rows }, (_unused, key) => {
    let score = 0;
    for (let at = 0; at < own.headSize; at++) {
      score += own.value(0, query, head, at) * own.value(1, key, head, at);
    }
    return own.isPresent(key) ? Math.exp(score / Math.sqrt(own.headSize)) : 0;
  });
  const sum = powers.reduce((total, power) => total + power, 0);
  return { shares: powers.map((power) => (sum > 0 ? power / sum : 0)), level: Math.log(sum) };
}

function forEachQuery({ rows, heads }: Head, visit: (head: number, query: number) => void): void {
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < rows; query++) visit(head, query);
  }
}

/** By the type of an operation. */
export const attentionEvaluators: Readonly<Record<string, AttentionEvaluator>> = {
  RowAttention: ([packed, present], attributes) => {
    const own = headOf(packed, present, attributes);
    const { rows, width, heads, headSize } = own;
    const stride = width + heads;
    const values = new Float64Array(rows * stride);
    forEachQuery(own, (head, query) => {
      const { shares, level } = sharesOf(own, head, query);
      values[query * stride + width + head] = level;
      for (let at = 0; at < headSize; at++) {
        values[query * stride + head * headSize + at] = shares.reduce(
          (sum, share, key) => sum + share * own.value(2, key, head, at),
          0,
        );
      }
    });
    return { sizes: [rows, stride], values };
  },
  RowAttentionGradient: ([packed, , gradient, present], attributes) => {
    const own = headOf(packed, present, attributes);
    const { width, heads, headSize } = own;
    const values = new Float64Array(packed.values.length);
    const add = (part: number, row: number, column: number, value: number): void => {
      values[row * 3 * width + part * width + column] += value;
    };
    forEachQuery(own, (head, query) => {
      const { shares } = sharesOf(own, head, query);
      const columns = Array.from({ length: headSize }, (_unused, at) => head * headSize + at);
      const slope = columns.map((column) => gradient.values[query * (width + heads) + column]);
      const byShare = shares.map((_share, key) =>
        slope.reduce((sum, each, at) => sum + each * own.value(2, key, head, at), 0),
      );
      const mean = byShare.reduce((sum, each, key) => sum + each * shares[key], 0);
      shares.forEach((share, key) => {
        const byScore = (share * (byShare[key] - mean)) / Math.sqrt(headSize);
        columns.forEach((column, at) => {
          add(0, query, column, byScore * own.value(1, key, head, at));
          add(1, key, column, byScore * own.value(0, query, head, at));
          add(2, key, column, share * slope[at]);
        });
      });
    });
    return { sizes: packed.sizes, values };
  },
};
