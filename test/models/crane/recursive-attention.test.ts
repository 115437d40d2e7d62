import { describe, expect, it } from "vitest";
import { Graph, openSession } from "../../../src/compute/graph/index.js";
import { recursiveAttention } from "../../../src/models/crane/recursive-attention.js";
import { expectClose, randomValues } from "../../compute/graph/check-gradient.js";

const n = 6;
const width = 3;
const names = ["image", "text"];
type Options = Parameters<typeof recursiveAttention>[2];
type Table = number[][];

const rows = names.map((name) => randomValues(n * width, name));

function build(options: Options) {
  const graph = new Graph();
  const given = names.map((name) => ({ name, rows: graph.input(`in/${name}`, [n, width]) }));
  const refined = recursiveAttention({ graph, seed: 5, isTraining: false }, given, options);
  return { graph, outputs: Object.fromEntries(refined.map(({ name, rows: own }) => [name, own])) };
}

async function refined(options: Options): Promise<Float32Array[]> {
  const { graph, outputs } = build(options);
  const session = await openSession(graph, outputs);
  const own = [...graph.parameters].map(([name, { initial }]) => [name, initial] as const);
  const feeds = { "in/image": rows[0], "in/text": rows[1], ...Object.fromEntries(own) };
  const results = await session.run(feeds, {});
  await session.close();
  return names.map((name) => results[name] as Float32Array);
}

const table = (values: ArrayLike<number>, columns: number): Table =>
  Array.from({ length: values.length / columns }, (_unused, row) =>
    Array.from({ length: columns }, (_none, at) => values[row * columns + at]),
  );
const times = (a: Table, b: Table): Table =>
  a.map((row) =>
    b[0].map((_value, at) => row.reduce((sum, value, k) => sum + value * b[k][at], 0)),
  );
const turned = (a: Table): Table => a[0].map((_value, at) => a.map((row) => row[at]));
const each = (a: Table, change: (value: number, row: number, at: number) => number): Table =>
  a.map((row, r) => row.map((value, at) => change(value, r, at)));
const positive = (value: number): number => Math.max(0, value);

/** Equations 2 to 4 in double precision. */
function byDefinition(options: Options): Table[] {
  const { graph } = build(options);
  let current = rows.map((values) => table(values, width));
  for (let step = 0; step < options.depth; step++) {
    const at = (name: string): Float32Array =>
      graph.parameters.get(`recursion/${step}/${name}`)!.initial;
    const normal = options.layerNorm ? current.map((own) => own.map(normalisedRow)) : current;
    const beside = normal[0].map((row, r) => [...row, ...normal[1][r]]);
    const joint = each(
      times(beside, table(at("joint/weight"), 2 * width)),
      (value, _row, column) => value + at("joint/bias")[column],
    );
    const scale = options.scale === "rows" ? n / Math.sqrt(width) : Math.sqrt(width);
    current = current.map((own, m) => {
      const name = names[m];
      const correlation = each(times(turned(normal[m]), joint), (value) =>
        Math.tanh(value / scale),
      );
      const valued = times(normal[m], table(at(`${name}/value/weight`), width));
      const attended = each(times(valued, correlation), positive);
      const change = times(attended, table(at(`${name}/output/weight`), width));
      const bias = at(`${name}/output/bias`);
      return each(own, (value, r, k) => value + positive(change[r][k] + bias[k]));
    });
  }
  return current;
}

function normalisedRow(row: number[]): number[] {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
}

describe("recursive cross-modal attention", () => {
  it.each([
    { depth: 1, scale: "rows", layerNorm: true },
    { depth: 2, scale: "rows", layerNorm: true },
    { depth: 3, scale: "rows", layerNorm: false },
    { depth: 2, scale: "width", layerNorm: false },
  ] as const)("is what equations 2 to 4 say: %o", async (options) => {
    const [results, expected] = [await refined(options), byDefinition(options)];
    results.forEach((result, m) => expectClose(result, expected[m].flat(), 2e-5));
  });

  it("leaves rows as they are at depth 0", async () => {
    expect(await refined({ depth: 0, scale: "rows", layerNorm: true })).toEqual(rows);
    expect(build({ depth: 0, scale: "rows", layerNorm: true }).graph.parameters.size).toBe(0);
  });

  it("saturates with the scale of the width where rows are many, and not with that of rows", () => {
    const many = 4000;
    const values = table(randomValues(many * width, "many"), width);
    const products = times(turned(values), values);
    const saturated = (scale: number): boolean =>
      products.every((row, at) => Math.abs(Math.tanh(row[at] / scale)) > 0.999);
    expect(saturated(Math.sqrt(width))).toBe(true);
    expect(saturated(many / Math.sqrt(width))).toBe(false);
  });
});
