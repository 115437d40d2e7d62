/** Feature extraction: texts by the program, posters in small blocks by the library, and a demo set being drawn. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { library, program } from "../library.mjs";

const child = fileURLToPath(new URL("./extraction-child.mjs", import.meta.url));
/** Kinds: texts by the program; posters in small blocks; the same where the films have to be drawn first. */
function words({ root, place }) {
  if (place % 3 > 0) return [child, root];
  return program(root, "features", "extract", "demo", "tfidf-lsa", "--store", "features");
}

/** Every set that has a set's name is whole, and so is every block. */
async function judge({ root, folder }) {
  const directory = join(folder, "features");
  if (!existsSync(directory)) return [];
  const { FeatureStore } = await library(root, "features/index.js");
  const { readWorkBlock } = await library(root, "features/store/work-block.js");
  const store = new FeatureStore(directory);
  const faults = [];
  const listed = (await store.list()).map(({ id }) => id);
  for (const name of readdirSync(directory).filter((one) => /^[0-9a-f]{16}$/.test(one))) {
    if (!listed.includes(name)) faults.push(`set ${name} is not listed`);
    await store.verify(name).catch((error) => faults.push(`set ${name}: ${error.code}`));
  }
  for (const name of readdirSync(directory, { recursive: true })) {
    if (!name.endsWith(".block")) continue;
    if ((await readWorkBlock(join(directory, name))) === undefined) faults.push(`half ${name}`);
  }
  return faults;
}

export const extraction = {
  name: "feature extraction",
  command: "moviola features extract",
  kinds: 3,
  lay: () => undefined,
  ...{ words, judge },
  environment: ({ folder, place }) =>
    place % 3 === 2 ? { MOVIOLA_CACHE: join(folder, "cache") } : {},
  groupOf(path) {
    if (path.startsWith("features/work/")) return undefined;
    return /^(features\/[0-9a-f]{16}|cache\/demo-\w+)(?=\/)/.exec(path)?.[0] ?? path;
  },
};
