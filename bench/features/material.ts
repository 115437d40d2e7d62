/** What the benchmarks of features work on; undefined where it is not on this machine. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  dataRoots,
  joinPosters,
  joinTexts,
  loadDataset,
  type Dataset,
} from "../../src/data/index.js";
import { modelRoots } from "../../src/features/neural/model-roots.js";

/** The model of `mobilenet-v2`, as the library's pipelines name it. */
export const mobilenetModel = "tensorflow/mobilenet_v2_1.0_224";

const find = (...path: string[]): string | undefined =>
  dataRoots()
    .map((root) => join(root, ...path))
    .find((place) => existsSync(place));

/** Paths of the MovieLens 1M posters, by name. */
export function posterPaths(): string[] | undefined {
  const folder = find("posters", "ml-1m");
  if (folder === undefined) return undefined;
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** Folder with the weights of MobileNetV2. */
export function mobilenetRoot(): string | undefined {
  return modelRoots().find((root) => existsSync(join(root, mobilenetModel)));
}

/** MovieLens 1M with posters and nothing to read, with overviews, and with overviews and plots. */
export interface Films {
  readonly posters: Dataset;
  readonly overviews: Dataset;
  readonly plots: Dataset;
}

/** The films of MovieLens 1M, when ratings, texts and posters are all here. */
export async function films(): Promise<Films | undefined> {
  const folder = find("ml-1m");
  const texts = find("text", "ml-1m-text.csv");
  const posters = find("posters", "ml-1m.csv");
  if (folder === undefined || texts === undefined || posters === undefined) return undefined;
  const dataset = await loadDataset("ml-1m");
  const itemContent = dataset.itemContent.map(
    ({ text: _text, posterPath: _path, ...rest }) => rest,
  );
  const bare = dataset.with({ itemContent });
  const both = { textColumns: ["overview", "plot"], combine: "all" } as const;
  return {
    posters: (await joinPosters(bare, posters)).dataset,
    overviews: (await joinTexts(bare, texts, { textColumns: ["overview"] })).dataset,
    plots: (await joinTexts(bare, texts, both)).dataset,
  };
}
