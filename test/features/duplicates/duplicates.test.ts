import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { ItemContent } from "../../../src/data/dataset.js";
import { findDuplicatePosters } from "../../../src/features/duplicates/duplicate-posters.js";
import { findDuplicateTexts } from "../../../src/features/duplicates/duplicate-texts.js";
import { findNearDuplicates } from "../../../src/features/duplicates/near-vectors.js";
import { differingBits, posterHash } from "../../../src/features/duplicates/poster-hash.js";
import { decodeImageBytes } from "../../../src/features/images/decode-image.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

/** A poster of a few soft shapes, which differ by the seed. */
async function poster(seed: number): Promise<Buffer> {
  const shapes = Array.from({ length: 6 }, (_unused, at) => {
    const value = (seed * 7919 + at * 104_729) % 1000;
    const [x, y] = [(value * 37) % 200, (value * 53) % 300];
    const colour = `hsl(${(value * 7) % 360},70%,${20 + ((value * 3) % 60)}%)`;
    return `<circle cx="${x}" cy="${y}" r="${40 + (value % 50)}" fill="${colour}"/>`;
  });
  const ground = `<rect width="200" height="300" fill="hsl(${(seed * 83) % 360},40%,40%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300">${ground}${shapes.join("")}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function content(title: string, more: Partial<ItemContent> = {}): ItemContent {
  return { title, genres: [], ...more };
}

async function bits(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map(async (bytes) => {
      const image = await decodeImageBytes(bytes);
      if ("state" in image) throw new Error(image.remark);
      return posterHash(image)!;
    }),
  );
  return differingBits(a, b);
}

describe("posterHash", () => {
  it("hardly changes with size, compression and brightness, and tells pictures apart", async () => {
    for (const seed of [1, 2, 3]) {
      const original = await poster(seed);
      const small = await sharp(original).resize({ width: 90 }).jpeg({ quality: 40 }).toBuffer();
      const bright = await sharp(original).modulate({ brightness: 1.1 }).webp().toBuffer();
      expect(await bits(original, original)).toBe(0);
      expect(await bits(original, small)).toBeLessThanOrEqual(8);
      expect(await bits(original, bright)).toBeLessThanOrEqual(8);
      expect(await bits(original, await poster(seed + 10))).toBeGreaterThan(16);
      // Turned upside down, all odd frequencies change their sign.
      expect(await bits(original, await sharp(original).flip().toBuffer())).toBeGreaterThan(16);
    }
  });

  it("is not given to a picture without structure", () => {
    const plain = { width: 9, height: 9, data: new Uint8Array(243).fill(77) };
    expect(posterHash(plain)).toBeUndefined();
  });
});

describe("findDuplicatePosters", () => {
  it("reports equal files and near copies with their titles, and counts what it cannot compare", async () => {
    const one = await poster(1);
    const files = {
      "one.png": one,
      "again.png": one,
      "small.jpg": await sharp(one).resize({ width: 100 }).jpeg().toBuffer(),
      "two.png": await poster(2),
      "three.png": await poster(3),
      "three-again.png": await poster(3),
      "page.jpg": "<html></html>",
      "empty.jpg": "",
    };
    const paths = await Promise.all(
      Object.entries(files).map(([name, bytes]) => folder.write(name, bytes)),
    );
    const itemContent = Object.keys(files).map((name, at) =>
      content(name, { posterPath: paths[at] }),
    );
    itemContent.push(content("without"));
    const seen: number[] = [];
    const report = await findDuplicatePosters(
      { itemContent },
      { onProgress: ({ done }) => seen.push(done) },
    );
    expect(report.groups).toEqual([
      {
        items: [0, 1, 2],
        titles: ["one.png", "again.png", "small.jpg"],
        kind: "near",
        similarity: report.groups[0].similarity,
      },
      { items: [4, 5], titles: ["three.png", "three-again.png"], kind: "exact", similarity: 1 },
    ]);
    expect(report.groups[0].similarity).toBeGreaterThanOrEqual(0.875);
    expect([report.nCompared, report.nSkipped]).toEqual([6, 3]);
    expect(report.rule).toContain("8 of 64 bits");
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("compares plain pictures byte for byte alone", async () => {
    const plain = (background: string, size: number): Promise<Buffer> =>
      sharp({ create: { width: size, height: size, channels: 3, background } })
        .png()
        .toBuffer();
    const files = [await plain("#333", 20), await plain("#ccc", 20), await plain("#333", 20)];
    const itemContent = await Promise.all(
      files.map(async (bytes, at) =>
        content(`${at}`, { posterPath: await folder.write(`plain-${at}.png`, bytes) }),
      ),
    );
    const { groups } = await findDuplicatePosters({ itemContent });
    expect(groups.map(({ items, kind }) => [items, kind])).toEqual([[[0, 2], "exact"]]);
  });

  it("stops when it is told to", async () => {
    const itemContent = [content("a")];
    const run = findDuplicatePosters({ itemContent }, { signal: AbortSignal.abort() });
    await expect(run).rejects.toThrow("abort");
  });
});

describe("findDuplicateTexts", () => {
  const texts = [
    "A young captain sails to the island of the dragons.",
    "a young CAPTAIN sails to an island: of dragons",
    "Two thieves plan the robbery of a bank in Paris",
    "Two old thieves plan the robbery of a bank in Paris!",
    "A nun finds a ghost in the cellar of the convent",
    undefined,
    " ",
    "🎬",
  ];
  const itemContent = texts.map((text, at) =>
    content(`Film ${at}`, text === undefined ? {} : { text }),
  );

  it("reports equal and nearly equal words with titles", () => {
    const report = findDuplicateTexts({ itemContent });
    expect(report.groups.map(({ items, kind }) => [items, kind])).toEqual([
      [[0, 1], "exact"],
      [[2, 3], "near"],
    ]);
    expect(report.groups[0].titles).toEqual(["Film 0", "Film 1"]);
    expect(report.groups[1].similarity).toBeGreaterThan(0.6);
    expect(report.groups[1].similarity).toBeLessThan(1);
    expect([report.nCompared, report.nSkipped]).toEqual([5, 3]);
    expect(findDuplicateTexts({ itemContent }, { minimumCosine: 0.999 }).groups).toHaveLength(1);
  });

  it("reads what it is told to, and refuses a limit that is none", () => {
    const byTitle = findDuplicateTexts({ itemContent }, { textOf: () => "the same words" });
    expect(byTitle.groups[0].items).toHaveLength(8);
    for (const minimumCosine of [0, -1, 1.1, Number.NaN]) {
      expect(() => findDuplicateTexts({ itemContent }, { minimumCosine })).toThrow(
        "E_FEATURE_OPTION",
      );
    }
    expect(findDuplicateTexts({ itemContent: [] }).groups).toEqual([]);
  });
});

describe("findNearDuplicates", () => {
  const itemContent = ["a", "b", "c", "d", "e"].map((title) => content(title));
  const features = {
    nItems: 5,
    dim: 2,
    values: Float32Array.of(1, 0, 5, 0, 1, 0.1, 0, 1, 0, 0),
    missing: Uint8Array.of(0, 0, 0, 0, 1),
  };

  it("reports vectors that nearly coincide", () => {
    const { groups, nCompared, nSkipped } = findNearDuplicates(features, itemContent);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ items: [0, 1, 2], titles: ["a", "b", "c"], kind: "near" });
    expect(groups[0].similarity).toBeCloseTo(1 / Math.sqrt(1.01), 6);
    expect([nCompared, nSkipped]).toEqual([4, 1]);
  });

  it("calls equal directions exact", () => {
    const { groups } = findNearDuplicates(features, itemContent, { minimumCosine: 0.9999 });
    expect(groups).toEqual([{ items: [0, 1], titles: ["a", "b"], kind: "exact", similarity: 1 }]);
    const limit = { minimumCosine: 2 };
    expect(() => findNearDuplicates(features, itemContent, limit)).toThrow("E_FEATURE_OPTION");
  });
});
