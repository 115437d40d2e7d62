/** Values that parameters start from, each from a named stream. */
import type { RandomStream } from "../../random.js";

/** Gives the values of a parameter of a shape. */
export type Initialiser = (shape: readonly number[], random: RandomStream) => Float32Array;

function filled(shape: readonly number[], draw: () => number): Float32Array {
  const length = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length }, draw);
}

/** All the same. */
export function constantly(value: number): Initialiser {
  return (shape) => filled(shape, () => value);
}

/** Normal with mean 0 and this standard deviation. */
export function normally(deviation: number): Initialiser {
  return (shape, random) => filled(shape, () => deviation * random.normal());
}

/** Uniform in -bound .. bound. */
export function uniformly(bound: number): Initialiser {
  return (shape, random) => filled(shape, () => bound * (2 * random.uniform() - 1));
}

/** Uniform with the variance 2 / (inputs + outputs) of a matrix (Glorot and Bengio 2010, eq. 16). */
export const xavierUniform: Initialiser = (shape, random) => {
  const [inputs, outputs] = shape.slice(-2);
  return uniformly(Math.sqrt(6 / (inputs + outputs)))(shape, random);
};

/** Normal with the variance 2 / (inputs + outputs) of a matrix (Glorot and Bengio 2010). */
export const xavierNormal: Initialiser = (shape, random) => {
  const [inputs, outputs] = shape.slice(-2);
  return normally(Math.sqrt(2 / (inputs + outputs)))(shape, random);
};

/** Uniform in +-1 / sqrt(inputs): what PyTorch's `Linear` starts from. */
export const fanInUniform: Initialiser = (shape, random) =>
  uniformly(1 / Math.sqrt(shape.at(-2)!))(shape, random);
