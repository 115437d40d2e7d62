/** Equations 1 to 4 of elrfaey in double precision, item by item, in plain loops. */

type Vector = readonly number[];

/** A film: its tokens of length 1, texts and images apart; what it lacks is not in the list. */
export interface Film {
  readonly text: readonly { readonly name: string; readonly x: Vector }[];
  readonly image: readonly { readonly name: string; readonly x: Vector }[];
}

/** Values of the network's parameters by name. */
export type Parameters = Readonly<Record<string, Float32Array>>;

const sumOf = (vectors: readonly Vector[]): number[] =>
  vectors.reduce<number[]>((sum, vector) => vector.map((value, at) => value + (sum[at] ?? 0)), []);

export const meanOf = (vectors: readonly Vector[]): number[] =>
  sumOf(vectors).map((value) => value / vectors.length);

export const unit = (vector: Vector): number[] => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

export const dot = (one: Vector, other: Vector): number =>
  one.reduce((sum, value, at) => sum + value * other[at], 0);

/** x W + b */
export function dense(x: Vector, parameters: Parameters, layer: string): number[] {
  const weight = parameters[`${layer}/weight`];
  const bias = parameters[`${layer}/bias`];
  const width = weight.length / x.length;
  return Array.from({ length: width }, (_unused, out) =>
    x.reduce((sum, value, at) => sum + value * weight[at * width + out], bias?.[out] ?? 0),
  );
}

/** Layer normalisation with the epsilon of the layer, 1e-5. */
export function layerNorm(x: Vector, parameters: Parameters, layer: string): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const [scale, shift] = [parameters[`${layer}/scale`], parameters[`${layer}/shift`]];
  return x.map((value, at) => {
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[at] + shift[at];
  });
}

/** Equation 1 without the type vector. */
export function projected(x: Vector, parameters: Parameters, space: string): number[] {
  const layer = `projection ${space}`;
  return layerNorm(dense(x, parameters, `${layer}/dense`), parameters, `${layer}/norm`);
}

/** One query over keys; weights `[heads][keys]`. */
function attend(
  query: Vector,
  keys: readonly Vector[],
  { parameters, layer, heads }: { parameters: Parameters; layer: string; heads: number },
): { output: number[]; weights: number[][] } {
  const part = (x: Vector, name: string): number[] => dense(x, parameters, `${layer}/${name}`);
  const size = query.length / heads;
  const cut = (x: Vector, head: number): Vector => x.slice(head * size, (head + 1) * size);
  const weights = Array.from({ length: heads }, (_unused, head) => {
    const q = cut(part(query, "query"), head);
    const raw = keys.map((key) => Math.exp(dot(q, cut(part(key, "key"), head)) / Math.sqrt(size)));
    const total = raw.reduce((sum, value) => sum + value, 0);
    return raw.map((value) => value / total);
  });
  const mixed = weights.flatMap((row, head) =>
    sumOf(keys.map((key, at) => cut(part(key, "value"), head).map((value) => value * row[at]))),
  );
  return { output: part(mixed, "output"), weights };
}

const gelu = (x: number): number => 0.5 * x * (1 + erf(x / Math.SQRT2));

/** Abramowitz and Stegun's series 7.1.5, exact to double precision for the small numbers here. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** What comes out for a film. */
export interface Fused {
  readonly vector: number[];
  /** Weights `[queries][heads][keys]`. */
  readonly ofText: number[][][];
  readonly ofImage: number[][][];
}

/** Equations 1 to 4. */
export function fused({ text, image }: Film, parameters: Parameters, heads: number): Fused {
  const width = parameters["fusion/norm/scale"].length;
  const token = ({ name, x }: Film["text"][number]): number[] => {
    const space = name === "thumbnail" ? "image" : name;
    return sumOf([projected(x, parameters, space), [...parameters[`type ${name}`]]]);
  };
  const [zt, zv] = [text.map(token), image.map(token)];
  const side = (layer: string, queries: readonly Vector[], keys: readonly Vector[]) => {
    // Attention over no key is not one.
    const made =
      keys.length === 0
        ? []
        : queries.map((query) =>
            attend(query, keys, { parameters, layer: `${layer}/attention`, heads }),
          );
    const normed = queries.map((query, at) => {
      const sum = keys.length === 0 ? query : sumOf([query, made[at].output]);
      return layerNorm(sum, parameters, `${layer}/norm`);
    });
    const vector = normed.length === 0 ? new Array<number>(width).fill(0) : meanOf(normed);
    return { vector, weights: made.map(({ weights }) => weights) };
  };
  const ut = side("text side", zt, zv);
  const uv = side("image side", zv, [...zt, ...zv]);
  const hidden = dense([...ut.vector, ...uv.vector], parameters, "fusion/hidden").map(gelu);
  const result = dense(hidden, parameters, "fusion/result");
  const f = layerNorm(sumOf([ut.vector, uv.vector, result]), parameters, "fusion/norm");
  return { vector: unit(f), ofText: ut.weights, ofImage: uv.weights };
}
