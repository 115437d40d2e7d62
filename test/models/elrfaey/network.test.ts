import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { openEncoder } from "../../../src/models/elrfaey/encode.js";
import type { Variant } from "../../../src/models/elrfaey/settings.js";
import { filmTokens, small } from "./films.js";
import {
  dense,
  dot,
  fused,
  layerNorm,
  meanOf,
  projected,
  unit,
  type Film,
  type Parameters,
} from "./reference.js";

const text = { name: "text" };
const image = { name: "image" };
const thumbnail = { name: "thumbnail" };

/** The films of `films.ts` with rows of length 1. */
const films: readonly Film[] = [
  {
    text: [{ ...text, x: [0.6, 0.8] }],
    image: [
      { ...image, x: [1, 0, 0] },
      { ...thumbnail, x: [0, 1, 0] },
    ],
  },
  { text: [{ ...text, x: [1, 0] }], image: [{ ...image, x: [0, 1, 0] }] },
  {
    text: [],
    image: [
      { ...image, x: [0, 0.6, 0.8] },
      { ...thumbnail, x: [0, 0, 1] },
    ],
  },
  { text: [{ ...text, x: [0, -1] }], image: [] },
  { text: [], image: [] },
];

/** Parameters off their start, where biases and shifts are 0 and scales 1. */
function drawn(initial: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(initial).map(([name, values]) => {
      const random = createRandom(3, `test/${name}`);
      return [name, values.map((value) => value + 0.3 * random.normal())];
    }),
  );
}

async function encoded(variant: Variant) {
  const encoder = await openEncoder(filmTokens(), { ...small, variant }, 1);
  try {
    const parameters = drawn(encoder.initial);
    return { parameters, items: await encoder.encode(parameters) };
  } finally {
    await encoder.close();
  }
}

const row = (values: Float32Array, width: number, item: number): number[] => [
  ...values.subarray(item * width, (item + 1) * width),
];

/** Single precision through some layers. */
function expectRow(
  values: Float32Array,
  width: number,
  item: number,
  expected: readonly number[],
): void {
  row(values, width, item).forEach((value, at) => expect(value).toBeCloseTo(expected[at], 4));
}

describe("fused", () => {
  test("equations 1 to 4: masks, type vectors, both attentions, fusion, length 1", async () => {
    const { parameters, items } = await encoded("fused");
    const [{ vectors, width }] = items.parts;
    films.slice(0, 4).forEach((film, item) => {
      expectRow(vectors, width, item, fused(film, parameters, 2).vector);
    });
  });

  test("a film without anything is 0", async () => {
    const { items } = await encoded("fused");
    expect(row(items.parts[0].vectors, 4, 4).every((value) => value === 0)).toBe(true);
  });

  test("equation 2: shares of attention are means over heads and own queries", async () => {
    const { parameters, items } = await encoded("fused");
    const reference = fused(films[0], parameters, 2);
    const heads = (weights: number[][][]): number[] => meanOf(weights.flat());
    expectRow(items.attentionOfText!, 3, 0, [0, ...heads(reference.ofText)]);
    expectRow(items.attentionOfImage!, 3, 0, heads(reference.ofImage));
    // One key: its share is 1, whatever was learned.
    expectRow(items.attentionOfText!, 3, 1, [0, 1, 0]);
    // Film 2 has no text, film 3 no image to attend to.
    const ofImages = heads(fused(films[2], parameters, 2).ofImage);
    expectRow(items.attentionOfImage!, 3, 2, [0, ...ofImages]);
    for (const item of [2, 3, 4]) expectRow(items.attentionOfText!, 3, item, [0, 0, 0]);
  });

  test("sides are encoded without each other: a text does not know its own poster", async () => {
    const { parameters, items } = await encoded("fused");
    const z = projected([0.6, 0.8], parameters, "text").map(
      (value, at) => value + parameters["type text"][at],
    );
    const { vectors, width } = items.sides.text!;
    expectRow(vectors, width, 0, unit(layerNorm(z, parameters, "text side/norm")));
  });
});

describe("other variants", () => {
  test("text and image: W x at length 1, images their mean, thumbnails through the posters' W", async () => {
    const ofText = await encoded("text");
    const e = unit(dense([0.6, 0.8], ofText.parameters, "projection text/dense"));
    expectRow(ofText.items.parts[0].vectors, 4, 0, e);
    expect(row(ofText.items.parts[0].vectors, 4, 2)).toEqual([0, 0, 0, 0]);
    const ofImage = await encoded("image");
    const w = (x: readonly number[]) => dense(x, ofImage.parameters, "projection image/dense");
    const mean = unit(meanOf([w([1, 0, 0]), w([0, 1, 0])]));
    expectRow(ofImage.items.parts[0].vectors, 4, 0, mean);
    expectRow(ofImage.items.parts[0].vectors, 4, 1, unit(w([0, 1, 0])));
    expect(Object.keys(ofImage.parameters)).toEqual(["projection image/dense/weight"]);
  });

  test("late-average: a part a side, weighed by how many an item has", async () => {
    const { items } = await encoded("late-average");
    expect(items.parts.map(({ weights }) => [...weights!])).toEqual([
      [0.5, 0.5, 1, 1, 1],
      [0.5, 0.5, 1, 1, 1],
    ]);
  });

  test("concat: W [z^t; z^v] + b, 0 in place of a missing side", async () => {
    const { parameters, items } = await encoded("concat");
    const z = (film: Film): number[] => {
      const t = film.text.map(({ x }) => projected(x, parameters, "text"));
      const v = film.image.map(({ x }) => projected(x, parameters, "image"));
      const nothing = [0, 0, 0, 0];
      return [t, v].flatMap((side) => (side.length === 0 ? nothing : meanOf(side)));
    };
    films.slice(0, 4).forEach((film, item) => {
      const e = unit(dense(z(film), parameters, "fusion/dense"));
      expectRow(items.parts[0].vectors, 4, item, e);
    });
  });

  test("gated: g z^t + (1 - g) z^v, and the one side of an item with one", async () => {
    const { parameters, items } = await encoded("gated");
    const [zt, zv] = [
      projected([1, 0], parameters, "text"),
      projected([0, 1, 0], parameters, "image"),
    ];
    const gate = dense([...zt, ...zv], parameters, "fusion/gate").map(
      (x) => 1 / (1 + Math.exp(-x)),
    );
    const f = gate.map((g, at) => g * zt[at] + (1 - g) * zv[at]);
    expectRow(items.parts[0].vectors, 4, 1, unit(f));
    expectRow(items.parts[0].vectors, 4, 3, unit(projected([0, -1], parameters, "text")));
    const both = [
      [0, 0.6, 0.8],
      [0, 0, 1],
    ].map((x) => projected(x, parameters, "image"));
    expectRow(items.parts[0].vectors, 4, 2, unit(meanOf(both)));
    expect(dot(row(items.parts[0].vectors, 4, 4), [1, 1, 1, 1])).toBe(0);
  });
});
