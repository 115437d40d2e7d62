import { beforeAll, describe, expect, it } from "vitest";
import { joinPosters, joinTexts, loadDataset, type Dataset } from "../../src/data/index.js";
import type { ItemInput } from "../../src/features/contract.js";
import { findDuplicatePosters } from "../../src/features/duplicates/duplicate-posters.js";
import { findDuplicateTexts } from "../../src/features/duplicates/duplicate-texts.js";
import { runBatch } from "../../src/features/extract/run-batch.js";
import {
  genreAgreement,
  type GenreAgreement,
} from "../../src/features/neighbours/genre-agreement.js";
import { modelRoots } from "../../src/features/neural/model-roots.js";
import { presetEntry } from "../../src/features/registry.js";
import { hasVector } from "../../src/features/store/stored-set.js";
import { bootstrapMean } from "../../src/stats/index.js";
import { realData } from "../support/data-files.js";
import { existsSync } from "node:fs";
import { join } from "node:path";

const texts = realData("text/ml-1m-text.csv");
const posters = realData("posters/ml-1m.csv");
const films = realData("ml-1m");
const isHere = texts !== undefined && posters !== undefined && films !== undefined;

function hasModel(id: string): boolean {
  return modelRoots().some((root) => existsSync(join(root, id, "onnx")));
}

/** Agreement in genre of the nearest by a preset, of items given by what an extractor gets of them. */
async function agreementOf(
  preset: string,
  dataset: Dataset,
  inputOf: (item: number) => ItemInput,
): Promise<GenreAgreement> {
  const extractor = await presetEntry(preset).open({ device: "cpu" });
  const inputs = dataset.itemContent.map((_content, item) => inputOf(item));
  const { values, states } =
    extractor.kind === "corpus"
      ? await extractor.extractAll(inputs, new Uint8Array(inputs.length).fill(1))
      : await runBatch(extractor, inputs);
  await extractor.close();
  const missing = Uint8Array.from(states, (state) => (hasVector(state) ? 0 : 1));
  const { dim } = extractor.preset;
  return genreAgreement({ nItems: inputs.length, dim, values, missing }, dataset.itemContent);
}

/** Lower end of the 95 % interval of how far the nearest agree more than random films. */
function leastGain({ nearest, random }: GenreAgreement): number {
  return bootstrapMean(
    nearest.map((value, row) => value - random[row]),
    { seed: 1 },
  ).low;
}

describe.skipIf(!isHere)("genre agreement on MovieLens 1M (skipped without its files)", () => {
  let overviews: Dataset;
  let both: Dataset;
  let withPosters: Dataset;

  beforeAll(async () => {
    const dataset = (await loadDataset(films!)).with({});
    const bare = dataset.with({
      itemContent: dataset.itemContent.map(({ text: _text, posterPath: _path, ...rest }) => rest),
    });
    overviews = (await joinTexts(bare, texts!, { textColumns: ["overview"] })).dataset;
    const columns = { textColumns: ["overview", "plot"], combine: "all" } as const;
    both = (await joinTexts(bare, texts!, columns)).dataset;
    withPosters = (await joinPosters(bare, posters!)).dataset;
  });

  const textOf =
    (dataset: Dataset) =>
    (item: number): ItemInput => {
      const { text } = dataset.itemContent[item];
      return text === undefined ? {} : { text };
    };
  const posterOf = (item: number): ItemInput => {
    const { posterPath } = withPosters.itemContent[item];
    return posterPath === undefined ? {} : { imagePath: posterPath };
  };

  it("tfidf-lsa: at least .26 on overviews, .30 with plots, against .175 of random films", async () => {
    const short = await agreementOf("tfidf-lsa", overviews, textOf(overviews));
    expect(short.items.length).toBeGreaterThan(3700);
    expect(short.means.nearest).toBeGreaterThanOrEqual(0.26);
    expect(short.means.random).toBeCloseTo(0.175, 2);
    expect(Math.abs(short.means.shuffled - short.means.random)).toBeLessThan(0.01);
    const long = await agreementOf("tfidf-lsa", both, textOf(both));
    expect(long.means.nearest).toBeGreaterThanOrEqual(0.3);
  });

  it.skipIf(!hasModel("stanfordnlp/glove-twitter-25d-12k"))(
    "glove and glove-weighted: at least .215 on overviews",
    async () => {
      for (const preset of ["glove", "glove-weighted"]) {
        const { means } = await agreementOf(preset, overviews, textOf(overviews));
        expect(means.nearest).toBeGreaterThanOrEqual(0.215);
      }
    },
  );

  it("palette: above random films by more than its interval", async () => {
    const agreement = await agreementOf("palette", withPosters, posterOf);
    expect(agreement.items).toHaveLength(3256);
    expect(agreement.means.random).toBeCloseTo(0.16, 2);
    expect(agreement.means.nearest).toBeGreaterThan(0.19);
    expect(leastGain(agreement)).toBeGreaterThan(0.02);
  }, 180_000);

  it.skipIf(!hasModel("tensorflow/mobilenet_v2_1.0_224"))(
    "mobilenet-v2: above random films by more than its interval, already among 400 posters",
    async () => {
      const some = await agreementOf("mobilenet-v2", withPosters, (item) =>
        item % 8 === 0 ? posterOf(item) : {},
      );
      expect(leastGain(some)).toBeGreaterThan(0);
    },
    120_000,
  );

  it("finds posters and overviews that stand at two films", async () => {
    const titles = (groups: readonly { titles: readonly string[] }[]): string[] =>
      groups.map((group) => group.titles.map((title) => title.slice(0, 12)).join(" | "));
    const alike = titles((await findDuplicatePosters(withPosters)).groups);
    expect(alike).toContain("101 Dalmatia | 101 Dalmatia");
    expect(alike).toContain("Operation Co | Operation Co");
    expect(alike).toHaveLength(11);
    expect(titles(findDuplicateTexts(overviews).groups)).toHaveLength(6);
  });
});
