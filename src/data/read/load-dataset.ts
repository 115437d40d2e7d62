import { basename, dirname, resolve } from "node:path";

import { MoviolaError } from "../../common/errors.js";
import { didYouMean } from "../../common/suggest.js";
import type { Dataset } from "../dataset.js";
import { joinPosters } from "../join/join-posters.js";
import { joinTexts, type JoinTextsOptions } from "../join/join-texts.js";
import { dataRoots } from "./data-roots.js";
import { pathExists } from "./first-existing.js";
import { readImdb } from "./imdb.js";
import { readInter } from "./inter.js";
import { findCompanions, findDataset, KNOWN_DATASETS } from "./known-datasets.js";
import { LAYOUTS_IN_WORDS, recogniseLayout, type RecognisedLayout } from "./layout.js";
import { readMovieLens100k } from "./movielens-100k.js";
import { readMovieLens1m } from "./movielens-1m.js";
import { readMovieLensCsv } from "./movielens-csv.js";
import type { ReaderOptions } from "./reader-options.js";
import { readTable, type ReadTableOptions } from "./table.js";

/** How `loadDataset` reads. */
export interface LoadOptions extends ReaderOptions {
  /** Join `text/<name>-text.csv` of the same data root when it is there; default true. */
  readonly texts?: boolean | JoinTextsOptions;
  /** Join `posters/<name>.csv` of the same data root when it is there; default true. */
  readonly posters?: boolean;
  /** For a file that is a table of users and items. */
  readonly table?: ReadTableOptions;
}

/**
 * Loads a data set by name (`ml-100k`, `ml-1m`, `amazon-baby`, `amazon-sports`, `amazon-clothing`,
 * `tiktok`, `demo`, or any folder under a data root whose layout is known) or by the path of a
 * folder or file. Names are looked for under `dataRoots()`: `MOVIOLA_DATA`, `data/` of the project,
 * `data/` of the working folder, `../shared/data`; a name goes before a path of the same spelling.
 *
 * Errors: `E_DATA_MISSING` for a known data set that is not there, `E_DATA_NAME` for a name or path
 * that is nothing, `E_DATA_LAYOUT` for a folder without known files, and those of the readers.
 */
export async function loadDataset(nameOrPath: string, options: LoadOptions = {}): Promise<Dataset> {
  if (nameOrPath === "demo") {
    // The generator draws pictures: what that needs is loaded only when it is wanted.
    const { loadDemoDataset } = await import("../demo/index.js");
    return await loadDemoDataset();
  }
  const found = await findDataset(nameOrPath);
  if (found !== undefined) {
    const dataset = await readLayout(found, nameOrPath, options);
    return await joinCompanions(dataset, found, options);
  }
  const path = resolve(nameOrPath);
  const recognised = await recogniseLayout(path);
  if (recognised === undefined) throw await notLoadable(nameOrPath, path);
  const dataset = await readLayout(recognised, undefined, options);
  if (!recognised.layout.startsWith("movielens")) return dataset;
  const companions = await findCompanions(dirname(path), basename(path));
  return await joinCompanions(dataset, companions, options);
}

async function readLayout(
  { layout, path }: RecognisedLayout,
  name: string | undefined,
  options: LoadOptions,
): Promise<Dataset> {
  const named = { ...(name !== undefined && { name }), ...options };
  switch (layout) {
    case "movielens-100k":
      return await readMovieLens100k(path, named);
    case "movielens-1m":
      return await readMovieLens1m(path, named);
    case "movielens-csv":
      return await readMovieLensCsv(path, named);
    case "imdb":
      return (await readImdb(path, named)).dataset;
    case "inter":
      return (await readInter(path, named)).dataset;
    case "table":
      return await readTable(path, { ...options.table });
  }
}

async function joinCompanions(
  dataset: Dataset,
  companions: { readonly texts?: string; readonly posters?: string },
  options: LoadOptions,
): Promise<Dataset> {
  const { texts = true, posters = true } = options;
  let joined = dataset;
  if (companions.texts !== undefined && texts !== false) {
    const settings = texts === true ? {} : texts;
    joined = (await joinTexts(joined, companions.texts, settings)).dataset;
  }
  if (companions.posters !== undefined && posters) {
    joined = (await joinPosters(joined, companions.posters)).dataset;
  }
  return joined;
}

async function notLoadable(nameOrPath: string, path: string): Promise<MoviolaError> {
  const names = KNOWN_DATASETS.map((dataset) => dataset.name);
  if (names.includes(nameOrPath)) {
    return new MoviolaError("E_DATA_MISSING", `The data set ${nameOrPath} is not on this machine`, {
      where: `searched in ${dataRoots().join(", ")}`,
      expected: `a folder ${KNOWN_DATASETS.find(({ name }) => name === nameOrPath)!.folders.join(" or ")}`,
      got: "none",
      remedy: `Run \`moviola data get ${nameOrPath}\`, set MOVIOLA_DATA, or use the data set "demo"`,
    });
  }
  if (await pathExists(path)) {
    return new MoviolaError("E_DATA_LAYOUT", "A folder holds no data set of a known layout", {
      where: path,
      expected: LAYOUTS_IN_WORDS,
      got: "none of these files",
      remedy: "Name the file to be read, or use readTable with a column map",
    });
  }
  return new MoviolaError("E_DATA_NAME", "There is no data set of this name or path", {
    where: `name or path ${JSON.stringify(nameOrPath)}`,
    expected: `${names.join(", ")}, demo, or the path of a folder or file`,
    got: "neither a known name nor a path that exists",
    remedy: `${didYouMean(nameOrPath, [...names, "demo"])}See \`moviola data list\` for what is there`,
  });
}
