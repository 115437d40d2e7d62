import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { IdMap, type Dataset, type ItemContent } from "../../../src/data/index.js";
import { FeatureStore } from "../../../src/features/store/feature-store.js";
import { datasetOf } from "../../support/dataset-of.js";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A new folder, with blanks and brackets in its name, that goes away after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moviola features [1] "));
  folders.push(folder);
  return folder;
}

/** A store in a folder of its own. */
export async function newStore(): Promise<FeatureStore> {
  return new FeatureStore(join(await newFolder(), "store"));
}

/** A data set whose items have this content, with the ids `i0`, `i1`, ... unless given. */
export function itemsOf(contents: readonly Partial<ItemContent>[], ids?: string[]): Dataset {
  const items = new IdMap(ids ?? contents.map((_unused, item) => `i${item}`));
  const itemContent = contents.map((content, item) => ({
    title: `Film ${item}`,
    genres: [],
    ...content,
  }));
  return datasetOf([[0, 0, 5]], { items, itemContent });
}

/** A data set with a file an item, holding these bytes; undefined: no poster. */
export async function posterItems(
  contents: readonly (string | undefined)[],
  ids?: string[],
): Promise<{ dataset: Dataset; folder: string; paths: string[] }> {
  const folder = await newFolder();
  const paths = contents.map((_unused, item) => join(folder, `${item}.jpg`));
  for (const [item, content] of contents.entries()) {
    if (content !== undefined) await writeFile(paths[item], content);
  }
  const dataset = itemsOf(
    contents.map((content, item) => (content === undefined ? {} : { posterPath: paths[item] })),
    ids,
  );
  return { dataset, folder, paths };
}

/** `poster 0`, `poster 1`, ...: distinct contents of files. */
export function distinct(count: number, word = "poster"): string[] {
  return Array.from({ length: count }, (_unused, item) => `${word} ${item}`);
}
