/** Runs the worked examples of `docs/add-a-*.md`: what they show must also compute what they say. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelEntry } from "../../src/models/model-entry.js";
import type { RatingPredictor, Recommender } from "../../src/models/contract.js";
import type { RankingMetric } from "../../src/metrics/ranking/definition.js";
import type { UserRanks } from "../../src/metrics/ranking/user-ranks.js";
import type { ListMetric, RecommendationLists } from "../../src/metrics/beyond/lists.js";
import { builtAddress, builtLibrary } from "../support/built-library.js";
import { fencesOf, readDocuments } from "../support/documents.js";
import { boardSize, ownColour } from "../support/checkerboard.js";
import { boardInput } from "../support/model-contract.js";
import { fitInput, trainPart } from "../support/parts.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-recipes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Loads the snippet that stands for the file `path` of `src`, over the built library. */
async function loadSnippet(path: string): Promise<Record<string, unknown>> {
  const fence = readDocuments()
    .flatMap(fencesOf)
    .find(({ info }) => info[2] === path);
  if (fence === undefined) throw new Error(`no document shows ${path}`);
  const inBuilt = posix.join(
    builtAddress().replace("file://", ""),
    dirname(path.slice("src/".length)),
  );
  const source = fence.text.replace(
    /(from ")(\.[^"]+)(")/g,
    (_all, before: string, target: string, after: string) =>
      `${before}${pathToFileURL(posix.join(inBuilt, target)).href}${after}`,
  );
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const file = join(folder, `${posix.basename(path, ".ts")}.mjs`);
  await writeFile(file, outputText);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
}

describe.skipIf(builtLibrary() === undefined)("recipes (need the built library)", () => {
  test("the model predicts between the two means", async () => {
    const loaded = await loadSnippet("src/models/two-means/two-means.ts");
    const entry = loaded.twoMeans as ModelEntry<RatingPredictor>;
    const model = entry.create(entry.defaults);
    await model.fit(
      fitInput(
        trainPart(3, 3, [
          [0, 0, 1],
          [0, 1, 3],
          [1, 1, 5],
        ]),
      ),
    );
    // Users: 2, 5, none; items: 1, 4, none; all: 3.
    const users = Int32Array.of(0, 0, 1, 2, 2);
    const items = Int32Array.of(0, 1, 1, 1, 2);
    expect([...(await model.predict(users, items))]).toEqual([1.5, 3, 4.5, 3.5, 3]);
    expect(() => entry.create({ userWeight: 2 })).toThrow(/E_MODEL_CONFIG/);
  });

  test("the fusion model keeps the contract's promises on the checkerboard", async () => {
    const loaded = await loadSnippet("src/models/gated-content/gated-content.ts");
    const entry = loaded.gatedContent as ModelEntry<Recommender>;
    const config = { embeddingSize: 8, learningRate: 0.05, batchSize: 512, epochs: 12 };
    const model = entry.create({ ...entry.defaults, ...config });
    await model.fit(boardInput(entry));
    for (let user = 0; user < boardSize; user++) {
      const scores = model.scoreUsers(Int32Array.of(user));
      const others = [...scores.subarray(0, boardSize)].filter((_score, item) => (user + item) % 2);
      expect(scores[ownColour(user)]).toBeGreaterThan(Math.max(...others));
    }
  });

  test("the ranking metric is R-precision", async () => {
    const loaded = await loadSnippet("src/metrics/ranking/r-precision.ts");
    const metric = loaded.rPrecision as RankingMetric;
    const user = { nRelevant: 4, nRanked: 4, ranks: Int32Array.of(1, 4, 5, 9) };
    expect(metric.value(user as unknown as UserRanks, 10)).toBe(0.5);
  });

  test("the metric of lists is the year of the oldest film", async () => {
    const loaded = await loadSnippet("src/metrics/beyond/oldest-film.ts");
    const oldestFilm = loaded.oldestFilm as (
      lists: RecommendationLists,
      years: Int32Array,
    ) => ListMetric;
    const lists = { nUsers: 3, topK: 2, items: Int32Array.of(0, 1, 2, -1, -1, -1) };
    const { values, skippedUsers, mean } = oldestFilm(lists, Int32Array.of(1990, 1950, 2000));
    expect([...values]).toEqual([1950, 2000]);
    expect({ skippedUsers, mean }).toEqual({ skippedUsers: 1, mean: 1975 });
  });
});
