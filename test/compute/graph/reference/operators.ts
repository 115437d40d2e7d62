/**
 * The meaning of each ONNX operator that the graph uses, written from the operator's specification in
 * plain loops and double precision. Slow, and independent of ONNX Runtime.
 */
import type { Attributes } from "../../../../src/compute/graph/tensor.js";
import { at, build, count, together, type RealArray } from "./array.js";
import { conv, convTranspose } from "./convolution.js";

type Evaluate = (inputs: readonly RealArray[], attributes: Attributes) => readonly RealArray[];

const each =
  (f: (x: number) => number): Evaluate =>
  ([x]) => [{ sizes: x.sizes, values: x.values.map(f) }];

const pairwise =
  (f: (x: number, y: number) => number): Evaluate =>
  ([x, y]) => [build(together(x.sizes, y.sizes), (index) => f(at(x, index), at(y, index)))];

/** Abramowitz and Stegun 7.1.5 (series) and 7.1.14 (continued fraction): to the last digits. */
function erf(x: number): number {
  if (Math.abs(x) > 3) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
    const tail = Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction);
    return Math.sign(x) * (1 - tail);
  }
  let [term, sum] = [x, x];
  for (let k = 1; k < 80; k++) {
    term *= -(x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const reduceBy =
  (start: number, f: (sum: number, x: number) => number): Evaluate =>
  ([x, axesInput], { keepdims }) => {
    const axes = [...axesInput.values];
    const kept = x.sizes.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const values = new Float64Array(count(kept)).fill(start);
    const result: RealArray = { sizes: kept, values };
    build(x.sizes, (index) => {
      let position = 0;
      kept.forEach((size, axis) => (position = position * size + (size === 1 ? 0 : index[axis])));
      values[position] = f(values[position], at(x, index));
      return 0;
    });
    if (keepdims === 1) return [result];
    return [{ sizes: x.sizes.filter((_size, axis) => !axes.includes(axis)), values }];
  };

/** Rows along the last axis, each changed by `f`. */
function rows(x: RealArray, f: (row: Float64Array) => Float64Array): RealArray {
  const width = x.sizes.at(-1)!;
  const values = new Float64Array(x.values.length);
  for (let start = 0; start < values.length; start += width) {
    values.set(f(x.values.slice(start, start + width)), start);
  }
  return { sizes: x.sizes, values };
}

/** Lines along any axis, each changed by `f`. */
function lines(x: RealArray, axis: number, f: (line: Float64Array) => Float64Array): RealArray {
  return build(x.sizes, (index) => {
    const line = Float64Array.from({ length: x.sizes[axis] }, (_unused, place) =>
      at(x, index.with(axis, place)),
    );
    return f(line)[index[axis]];
  });
}

const topK: Evaluate = ([x, k]) => {
  const sizes = x.sizes.with(-1, k.values[0]);
  const placeOf = (index: readonly number[]): number => {
    const row = Array.from({ length: x.sizes.at(-1)! }, (_unused, place) => place);
    const value = (place: number): number => at(x, index.with(-1, place));
    return row.sort((a, b) => value(b) - value(a) || a - b)[index.at(-1)!];
  };
  return [build(sizes, (index) => at(x, index.with(-1, placeOf(index)))), build(sizes, placeOf)];
};

function logSumExp(row: Float64Array): number {
  const largest = Math.max(...row);
  return largest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0));
}

const matMul: Evaluate = ([a, b]) => {
  const outer = together(a.sizes.slice(0, -2), b.sizes.slice(0, -2));
  const sizes = [...outer, a.sizes.at(-2)!, b.sizes.at(-1)!];
  return [
    build(sizes, (index) => {
      const [row, column] = index.slice(-2);
      const batch = index.slice(0, -2);
      let sum = 0;
      for (let k = 0; k < a.sizes.at(-1)!; k++) {
        sum += at(a, [...batch, row, k]) * at(b, [...batch, k, column]);
      }
      return sum;
    }),
  ];
};

const layerNormalization: Evaluate = ([x, scale, shift], { epsilon }) => {
  const width = x.sizes.at(-1)!;
  const means: number[] = [];
  const inverses: number[] = [];
  const normal = rows(x, (row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const inverse = 1 / Math.sqrt(variance + (epsilon as number));
    means.push(mean);
    inverses.push(inverse);
    return row.map((value, k) => (value - mean) * inverse * scale.values[k] + shift.values[k]);
  });
  const sizes = [...x.sizes.slice(0, -1), 1];
  return [normal, ...[means, inverses].map((list) => ({ sizes, values: Float64Array.from(list) }))];
};

const gather: Evaluate = ([table, indices]) => {
  const sizes = [...indices.sizes, ...table.sizes.slice(1)];
  return [
    build(sizes, (index) => {
      const row = at(indices, index.slice(0, indices.sizes.length));
      return at(table, [row, ...index.slice(indices.sizes.length)]);
    }),
  ];
};

const scatterNd: Evaluate = ([data, indices, updates]) => {
  const width = count(data.sizes.slice(1));
  const values = data.values.slice();
  indices.values.forEach((row, position) => {
    for (let k = 0; k < width; k++) values[row * width + k] += updates.values[position * width + k];
  });
  return [{ sizes: data.sizes, values }];
};

const scatterElements: Evaluate = ([data, indices, updates], { axis }) => {
  const values = data.values.slice();
  build(indices.sizes, (index) => {
    const target = index.with(axis as number, at(indices, index));
    const position = data.sizes.reduce((sum, size, k) => sum * size + target[k], 0);
    values[position] += at(updates, index);
    return 0;
  });
  return [{ sizes: data.sizes, values }];
};

const concat: Evaluate = (inputs, { axis }) => {
  const along = axis as number;
  const total = inputs.reduce((sum, input) => sum + input.sizes[along], 0);
  const sizes = inputs[0].sizes.map((size, position) => (position === along ? total : size));
  return [
    build(sizes, (index) => {
      let place = index[along];
      const input = inputs.find(({ sizes: own }) => {
        if (place < own[along]) return true;
        place -= own[along];
        return false;
      })!;
      return at(
        input,
        index.map((value, position) => (position === along ? place : value)),
      );
    }),
  ];
};

const slice: Evaluate = ([x, start, end, axis]) => {
  const along = axis.values[0];
  const sizes = x.sizes.map((size, position) =>
    position === along ? end.values[0] - start.values[0] : size,
  );
  return [
    build(sizes, (index) =>
      at(
        x,
        index.map((value, position) => value + (position === along ? start.values[0] : 0)),
      ),
    ),
  ];
};

const pad: Evaluate = ([x, pads]) => {
  const rank = x.sizes.length;
  const before = [...pads.values.slice(0, rank)];
  const sizes = x.sizes.map((size, axis) => size + before[axis] + pads.values[rank + axis]);
  return [
    build(sizes, (index) => {
      const inner = index.map((value, axis) => value - before[axis]);
      return inner.some((value, axis) => value < 0 || value >= x.sizes[axis]) ? 0 : at(x, inner);
    }),
  ];
};

/** By ONNX name. */
export const evaluators: Readonly<Record<string, Evaluate>> = {
  Add: pairwise((x, y) => x + y),
  Sub: pairwise((x, y) => x - y),
  Mul: pairwise((x, y) => x * y),
  Div: pairwise((x, y) => x / y),
  Equal: pairwise((x, y) => Number(x === y)),
  Greater: pairwise((x, y) => Number(x > y)),
  Neg: each((x) => -x),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Sqrt: each(Math.sqrt),
  Abs: each(Math.abs),
  Sign: each(Math.sign),
  Erf: each(erf),
  Tanh: each(Math.tanh),
  Relu: each((x) => Math.max(x, 0)),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Cast: each((x) => x),
  ReduceSum: reduceBy(0, (sum, x) => sum + x),
  ReduceMax: reduceBy(Number.NEGATIVE_INFINITY, Math.max),
  Softmax: ([x], { axis }) => [
    lines(x, axis as number, (row) => {
      const total = logSumExp(row);
      return row.map((value) => Math.exp(value - total));
    }),
  ],
  LogSoftmax: ([x], { axis }) => [
    lines(x, axis as number, (row) => {
      const total = logSumExp(row);
      return row.map((value) => value - total);
    }),
  ],
  Where: ([condition, x, y]) => [
    build(together(condition.sizes, together(x.sizes, y.sizes)), (index) =>
      at(condition, index) === 0 ? at(y, index) : at(x, index),
    ),
  ],
  Expand: ([x, target]) => [build(together(x.sizes, [...target.values]), (index) => at(x, index))],
  Shape: ([x], { start = 0, end = x.sizes.length }) => {
    const sizes = x.sizes.slice(start as number, end as number);
    return [{ sizes: [sizes.length], values: Float64Array.from(sizes) }];
  },
  Reshape: ([x, target]) => {
    const known = count([...target.values].filter((size) => size >= 0));
    const sizes = [...target.values].map((size) => (size < 0 ? x.values.length / known : size));
    return [{ sizes, values: x.values }];
  },
  Unsqueeze: ([x, axis]) => [{ sizes: x.sizes.toSpliced(axis.values[0], 0, 1), values: x.values }],
  Squeeze: ([x, axis]) => [{ sizes: x.sizes.toSpliced(axis.values[0], 1), values: x.values }],
  Identity: ([x]) => [x],
  Pow: pairwise((x, y) => x ** y),
  TopK: topK,
  Transpose: ([x], { perm }) => {
    const order = perm as readonly number[];
    const sizes = order.map((axis) => x.sizes[axis]);
    return [
      build(sizes, (index) =>
        at(
          x,
          x.sizes.map((_size, axis) => index[order.indexOf(axis)]),
        ),
      ),
    ];
  },
  GatherElements: ([x, indices], { axis }) => [
    build(indices.sizes, (index) => at(x, index.with(axis as number, at(indices, index)))),
  ],
  Conv: conv,
  ConvTranspose: convTranspose,
  MatMul: matMul,
  LayerNormalization: layerNormalization,
  Gather: gather,
  ScatterND: scatterNd,
  ScatterElements: scatterElements,
  Concat: concat,
  Slice: slice,
  Pad: pad,
};
