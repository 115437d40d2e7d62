import { join } from "node:path";

import { dataRoots } from "./data-roots.js";
import { pathExists } from "./first-existing.js";
import { recogniseLayout, type DataLayout } from "./layout.js";

/** A data set that can be asked for by name. */
export interface KnownDataset {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly description: string;
  /** Folders that may hold it, relative to a data root. */
  readonly folders: readonly string[];
}

/** A data set that was found on this machine. */
export interface FoundDataset {
  readonly name: string;
  /** The data root that it was found under. */
  readonly root: string;
  /** The file or folder to read. */
  readonly path: string;
  readonly layout: DataLayout;
  /** Table of texts beside it, if there. */
  readonly texts?: string;
  /** Mapping of posters beside it, if there. */
  readonly posters?: string;
}

/** The data sets that `loadDataset` knows by name; `demo` is generated and always there. */
export const KNOWN_DATASETS: readonly KnownDataset[] = [
  {
    name: "ml-100k",
    description: "MovieLens 100K: 100,000 ratings of 1,682 films by 943 users, 1997 to 1998",
    folders: ["ml-100k"],
  },
  {
    name: "ml-1m",
    description: "MovieLens 1M: 1,000,209 ratings of 3,706 films by 6,040 users, 2000 to 2003",
    folders: ["ml-1m"],
  },
  {
    name: "amazon-baby",
    description: "Amazon Baby in MMRec's layout: 160,792 positives, 7,050 items, 19,445 users",
    folders: ["amazon/baby", "amazon-baby", "baby"],
  },
  {
    name: "amazon-sports",
    description: "Amazon Sports in MMRec's layout: 296,337 positives, 18,357 items, 35,598 users",
    folders: ["amazon/sports", "amazon-sports", "sports"],
  },
  {
    name: "amazon-clothing",
    description: "Amazon Clothing in MMRec's layout: 278,677 positives, 23,033 items, 39,387 users",
    folders: ["amazon/clothing", "amazon-clothing", "clothing"],
  },
  {
    name: "tiktok",
    description: "TikTok in MMRec's layout: 68,722 positives, 6,710 items, 9,308 users, features",
    folders: ["tiktok"],
  },
];

/**
 * Looks for a data set under the data roots: a known name, or the name of a folder whose layout is
 * recognised. The first root that has it counts. `undefined` when none has.
 */
export async function findDataset(name: string): Promise<FoundDataset | undefined> {
  if (name === "" || name === "." || name === ".." || /[\\/]/.test(name)) return undefined;
  const known = KNOWN_DATASETS.find((dataset) => dataset.name === name);
  for (const root of dataRoots()) {
    for (const folder of known?.folders ?? [name]) {
      const recognised = await recogniseLayout(join(root, folder));
      if (recognised === undefined || recognised.layout === "table") continue;
      return { name, root, ...recognised, ...(await findCompanions(root, name)) };
    }
  }
  return undefined;
}

/** Where every known data set is, in the order of `KNOWN_DATASETS`; `found` is absent when it is not there. */
export async function listDatasets(): Promise<
  readonly { readonly known: KnownDataset; readonly found?: FoundDataset }[]
> {
  return await Promise.all(
    KNOWN_DATASETS.map(async (known) => {
      const found = await findDataset(known.name);
      return { known, ...(found && { found }) };
    }),
  );
}

/** Paths of `text/<name>-text.csv` and `posters/<name>.csv` under a data root, where they exist. */
export async function findCompanions(
  root: string,
  name: string,
): Promise<Pick<FoundDataset, "texts" | "posters">> {
  const texts = join(root, "text", `${name}-text.csv`);
  const posters = join(root, "posters", `${name}.csv`);
  return {
    ...((await pathExists(texts)) && { texts }),
    ...((await pathExists(posters)) && { posters }),
  };
}
