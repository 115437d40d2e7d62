import { describe, expect, it } from "vitest";
import { colourHistogram } from "../../../src/features/palette/colour-histogram.js";
import { edgeHistogram } from "../../../src/features/palette/edge-histogram.js";
import { layoutColours } from "../../../src/features/palette/layout.js";
import { linearOfByte, linearToOklab } from "../../../src/features/palette/oklab.js";
import { textBlocks, textShare } from "../../../src/features/palette/text-blocks.js";

const [width, height] = [96, 144];

/** A working image from L, a and b of each place. */
function picture(
  colour: (x: number, y: number) => readonly [number, number, number],
): Float64Array {
  const pixels = new Float64Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(colour(x, y), (y * width + x) * 3);
  }
  return pixels;
}

function oklabOf(red: number, green: number, blue: number): number[] {
  return [...linearToOklab(Float64Array.of(red, green, blue).map((byte) => linearOfByte[byte]))];
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

describe("OKLab", () => {
  // Values of the reference converter, to the five digits it prints.
  it.each([
    [
      [255, 255, 255],
      [1, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [255, 0, 0],
      [0.62796, 0.22486, 0.12585],
    ],
    [
      [0, 255, 0],
      [0.86644, -0.23389, 0.1795],
    ],
    [
      [0, 0, 255],
      [0.45201, -0.03246, -0.31153],
    ],
  ] as const)("of %j", ([red, green, blue], expected) => {
    oklabOf(red, green, blue).forEach((value, at) => expect(value).toBeCloseTo(expected[at], 4));
  });
});

describe("colour histogram", () => {
  it("puts greys by lightness, colours by lightness, chroma and hue", () => {
    const classOf = (l: number, a: number, b: number): number =>
      colourHistogram(picture(() => [l, a, b])).findIndex((value) => value > 0.999);
    expect(classOf(0, 0, 0)).toBe(0);
    expect(classOf(1.0001, 0, 0)).toBe(7);
    expect(classOf(0.5, 0.02, 0.02)).toBe(4);
    // Hue 0, light 1, strong: 8 + 12 * (2 * 1 + 1) + 0.
    expect(classOf(0.5, 0.2, 0.001)).toBe(44);
    // The same, faint: 12 classes before.
    expect(classOf(0.5, 0.05, 0.001)).toBe(32);
    // Just below a full turn is the last hue, a quarter turn the fourth.
    expect(classOf(0.5, 0.2, -0.001)).toBe(55);
    expect(classOf(0.9, 0.0001, 0.2)).toBe(8 + 12 * 5 + 2);
  });

  it("gives square roots of shares", () => {
    const shares = colourHistogram(picture((x) => (x < 24 ? [0, 0, 0] : [0.999, 0, 0])));
    expect(shares[0]).toBeCloseTo(0.5, 12);
    expect(shares[7]).toBeCloseTo(Math.sqrt(0.75), 12);
    expect(length(shares)).toBeCloseTo(1, 12);
    expect(shares).toHaveLength(80);
  });
});

describe("edge histogram", () => {
  const orientations = (values: Float64Array): number[] =>
    [...values.keys()].filter((at) => values[at] > 1e-9).map((at) => at % 8);

  it("tells upright, level and slanting edges apart", () => {
    const wave = (phase: number): number => 0.5 + 0.4 * Math.sin(phase);
    const level = edgeHistogram(picture((_x, y) => [wave(y), 0, 0]));
    expect(new Set(orientations(level))).toEqual(new Set([4]));
    const upright = edgeHistogram(picture((x) => [wave(x), 0, 0]));
    expect(new Set(orientations(upright))).toEqual(new Set([0]));
    const slanting = edgeHistogram(picture((x, y) => [(x + 2 * y) / 200, 0, 0]));
    // The gradient (1, 2) has an angle of 63.4 degrees, nearest to 3 times 22.5.
    expect(new Set(orientations(slanting))).toEqual(new Set([3]));
  });

  it("keeps the cells apart, row by row", () => {
    const corner = edgeHistogram(picture((x, y) => [x > 70 && y > 120 ? x % 2 : 0, 0, 0]));
    const cells = [...corner.keys()].filter((at) => corner[at] > 0).map((at) => Math.floor(at / 8));
    expect(new Set(cells)).toEqual(new Set([5]));
  });

  it("has length 1, and is 0 where there is no edge", () => {
    expect(length(edgeHistogram(picture((x, y) => [((x * y) % 7) / 7, 0, 0])))).toBeCloseTo(1, 12);
    expect(length(edgeHistogram(picture(() => [0.7, 0.1, 0.1])))).toBe(0);
  });
});

describe("layout", () => {
  it("gives the mean colour of each cell, less middle grey", () => {
    const values = layoutColours(
      picture((x, y) => (x < 24 && y >= 120 ? [0.7, 0.1, -0.2] : [0.5, 0, 0])),
    );
    const expected = [0.2, 0.3, -0.6].map((value) => value / 0.7);
    expected.forEach((value, at) => expect(values[60 + at]).toBeCloseTo(value, 10));
    expect([...values].filter((value) => value !== 0)).toHaveLength(3);
    expect(length(layoutColours(picture(() => [0.5, 0, 0])))).toBe(0);
  });
});

describe("lettering", () => {
  it("finds strokes, where they are", () => {
    const strokes = textBlocks(picture((x, y) => [y >= 120 && x % 4 < 2 ? 0.9 : 0.1, 0, 0]));
    expect([...strokes].map((value) => value ** 2 * 6).map(Math.round)).toEqual([
      0, 0, 0, 0, 0, 1, 5,
    ]);
    expect(textShare(strokes)).toBeCloseTo(1 / 6, 12);
    expect(length(strokes)).toBeCloseTo(1, 12);
  });

  it("takes neither plain ground, nor faint strokes, nor one edge, nor level lines for it", () => {
    const pictures = [
      picture(() => [0.3, 0, 0]),
      picture((x) => [x % 4 < 2 ? 0.5 : 0.59, 0, 0]),
      picture((x) => [x < 50 ? 0.1 : 0.9, 0, 0]),
      picture((_x, y) => [y % 4 < 2 ? 0.1 : 0.9, 0, 0]),
    ];
    for (const pixels of pictures) expect(textShare(textBlocks(pixels))).toBe(0);
  });
});
