/** Feature extraction: posters and texts by the program, small blocks by the library, and the demo set being drawn. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { library, program } from "../library.mjs";

const child = fileURLToPath(new URL("./extraction-child.mjs", import.meta.url));
const presets = ["palette", "tfidf-lsa"];

/** Kinds: posters; texts; posters in blocks of 40; posters that have to be drawn first. */
function words({ root, place }) {
  if (place % 4 === 2) return [child, root];
  const preset = presets[place % 4] ?? "palette";
  return program(root, "features", "extract", "demo", preset, "--store", "features");
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
  kinds: 4,
  lay: () => undefined,
  ...{ words, judge },
  environment: ({ folder, place }) =>
    place % 4 === 3 ? { MOVIOLA_CACHE: join(folder, "cache") } : {},
  groupOf(path) {
    if (path.startsWith("features/work/")) return undefined;
    return /^(features\/[0-9a-f]{16}|cache\/demo-\w+)(?=\/)/.exec(path)?.[0] ?? path;
  },
};
