import { afterAll, describe, expect, it } from "vitest";
import { Graph, openSession, SparseRoom } from "../../../src/compute/graph/index.js";
import { fuse } from "../../../src/models/crane-released/fuse.js";
import { testPools } from "../../compute/kernels/both-backends.js";
import { expectClose, randomValues } from "../../compute/graph/check-gradient.js";

const { compiled } = testPools();
const workspace = compiled[0].workspace();
afterAll(() => workspace.release());
const room = new SparseRoom(workspace, compiled[0]);

const nItems = 5;
const size = 4;
const names = ["image", "text"];
type Axis = "items" | "modalities";

function settings(attentionAxis: Axis, attendedShare = 1) {
  return { embeddingSize: size, heads: 2, attentionAxis, attendedShare };
}

/** Fused vectors, `[nItems x size]`, of what images and texts give. */
async function fused(axis: Axis, image: Float32Array, text: Float32Array): Promise<Float32Array> {
  const graph = new Graph();
  const contents = names.map((name) => graph.input(`in/${name}`, [nItems, size]));
  const builder = { graph, seed: 3, isTraining: false };
  const vectors = fuse(builder, room, { names, contents }, settings(axis));
  const session = await openSession(graph, { vectors });
  const own = [...graph.parameters].map(([name, { initial }]) => [name, initial] as const);
  const feeds = { "in/image": image, "in/text": text, ...Object.fromEntries(own) };
  const result = await session.run(feeds, {});
  await session.close();
  return result.vectors as Float32Array;
}

const image = randomValues(nItems * size, "image");
const text = randomValues(nItems * size, "text");
const itemOf = (values: Float32Array, item: number): Float32Array =>
  values.slice(item * size, (item + 1) * size);
const withoutItem = (values: Float32Array, item: number): Float32Array =>
  values.slice().fill(0, item * size, (item + 1) * size);
const difference = (one: Float32Array, other: Float32Array): number =>
  Math.max(...one.map((value, at) => Math.abs(value - other[at])));

describe("fusion as released (equation 3): attention over items", () => {
  it("lets the zeroed image of one item change the vectors of all others", async () => {
    const whole = await fused("items", image, text);
    const zeroed = await fused("items", withoutItem(image, 0), text);
    for (let item = 0; item < nItems; item++) {
      expect(difference(itemOf(whole, item), itemOf(zeroed, item))).toBeGreaterThan(1e-3);
    }
  });

  it("never lets the modalities of an item meet: what an image adds is the same whatever the text", async () => {
    const added = async (own: Float32Array): Promise<Float32Array> => {
      const whole = await fused("items", image, own);
      const zeroed = await fused("items", withoutItem(image, 0), own);
      return whole.map((value, at) => value - zeroed[at]);
    };
    const [one, other] = [await added(text), await added(randomValues(nItems * size, "other"))];
    // Single precision over sums of some dozens of terms.
    expect(difference(one, other)).toBeLessThan(1e-5);
  });
});

describe("fusion repaired (equation 3'): attention over modalities", () => {
  it("leaves the vectors of other items alone when the image of one is zeroed", async () => {
    const whole = await fused("modalities", image, text);
    const zeroed = await fused("modalities", withoutItem(image, 0), text);
    expect(difference(itemOf(whole, 0), itemOf(zeroed, 0))).toBeGreaterThan(1e-3);
    for (let item = 1; item < nItems; item++) {
      expect(itemOf(whole, item)).toEqual(itemOf(zeroed, item));
    }
  });

  it("lets the modalities of an item meet: what an image adds depends on the text", async () => {
    const added = async (own: Float32Array): Promise<Float32Array> => {
      const whole = await fused("modalities", image, own);
      const zeroed = await fused("modalities", withoutItem(image, 0), own);
      return whole.map((value, at) => value - zeroed[at]);
    };
    const [one, other] = [await added(text), await added(randomValues(nItems * size, "other"))];
    expect(difference(itemOf(one, 0), itemOf(other, 0))).toBeGreaterThan(1e-3);
  });
});

/** Equations 1 to 4 written out in double precision, with the weights of `graph`. */
function byDefinition(graph: Graph, rows: readonly Float32Array[], axis: Axis): number[] {
  const weights = (name: string): Float32Array => graph.parameters.get(`fusion/${name}`)!.initial;
  const product = (row: readonly number[], layer: string): number[] => {
    const [weight, bias] = [weights(`${layer}/weight`), weights(`${layer}/bias`)];
    return Array.from(bias, (start, to) =>
      row.reduce((sum, value, from) => sum + value * weight[from * bias.length + to], start),
    );
  };
  const packed = rows.map((values, at) =>
    Array.from({ length: nItems }, (_unused, item) =>
      product(product([...itemOf(values, item)], `slots/${names[at]}`), "packed"),
    ),
  );
  const attend = (query: readonly number[], others: readonly (readonly number[])[]): number[] =>
    Array.from({ length: size }, (_unused, column) => {
      const head = column - (column % 2);
      const powers = others.map((other) => {
        const score = [head, head + 1].reduce((sum, at) => sum + query[at] * other[size + at], 0);
        return Math.exp(score / Math.SQRT2);
      });
      const sum = powers.reduce((total, power) => total + power, 0);
      return others.reduce(
        (total, other, at) => total + (powers[at] / sum) * other[2 * size + column],
        0,
      );
    });
  return Array.from({ length: nItems }, (_unused, item) => {
    const attended = packed.map((own) =>
      attend(own[item], axis === "items" ? own : packed.map((each) => each[item])),
    );
    const mean = attended[0].map((value, at) => (value + attended[1][at]) / 2);
    return product(mean, "output");
  }).flat();
}

describe("fusion", () => {
  it.each(["items", "modalities"] as const)("is what equations 1 to 4 say: %s", async (axis) => {
    const graph = new Graph();
    const contents = names.map((name) => graph.input(`in/${name}`, [nItems, size]));
    fuse({ graph, seed: 3, isTraining: false }, room, { names, contents }, settings(axis));
    const expected = byDefinition(graph, [image, text], axis);
    expectClose(await fused(axis, image, text), expected, 1e-5);
  });

  it("draws which items are looked at in training alone", () => {
    for (const [isTraining, share, nMasks] of [
      [true, 0.5, 1],
      [true, 1, 0],
      [false, 0.5, 0],
    ] as const) {
      const graph = new Graph();
      const contents = names.map((name) => graph.input(`in/${name}`, [nItems, size]));
      fuse({ graph, seed: 3, isTraining }, room, { names, contents }, settings("items", share));
      expect(graph.masks.size).toBe(nMasks);
    }
  });
});
