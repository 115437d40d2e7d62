/** The demo set as a folder of files, made once and verified whenever it is used. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeStaleTemporaries, temporaryName } from "../../common/files.js";
import { cacheFolder } from "../../common/folders.js";
import type { ProgressListener } from "../../common/progress.js";
import { writing } from "../../common/refused-write.js";
import type { Dataset, SourceFile } from "../dataset.js";
import { demoTables } from "./tables.js";
import { generateDemo, type DemoSet } from "./generate.js";
import { demoPoster } from "./posters.js";
import { rasterise } from "./poster/rasterise.js";
import { demoRecipe, demoRecipeHash, type DemoOptions } from "./recipe.js";
import { truthToJson } from "./truth.js";

/** What `demo.json` in the folder says of the other files. */
interface DemoManifest {
  readonly invented: true;
  readonly contentHash: string;
  readonly files: readonly SourceFile[];
}

const refusal = {
  code: "E_DEMO_DISK",
  summary: "The demo set cannot be written",
  remedy: "Make room or give permission, or name another folder in MOVIOLA_CACHE",
} as const;

/** Where a demo set is kept, besides what it is made of. */
export interface LoadDemoOptions extends DemoOptions {
  /** Folder that holds the caches; default `cacheFolder()`. */
  readonly cache?: string;
  readonly onProgress?: ProgressListener;
}

/**
 * The demo set with its posters as files. The first call draws them (a few seconds) into
 * `<cache>/demo-<hash of the recipe>/`, beside `ratings.csv`, `items.csv` and `truth.json`; later
 * calls verify sizes and hashes and draw again if something is missing or changed. Two processes at
 * once do no harm. `posterPath` of an item without a poster is absent. Throws `E_DEMO_RECIPE`, and `E_DEMO_DISK` where
 * the cache cannot be written.
 */
export async function loadDemo(options: LoadDemoOptions = {}): Promise<DemoSet> {
  const { cache = cacheFolder(), onProgress, ...recipeOptions } = options;
  const recipe = demoRecipe(recipeOptions);
  const demo = generateDemo(recipe);
  const folder = join(cache, `demo-${demoRecipeHash(recipe)}`);
  let files = await verifiedFiles(folder, demo.dataset.contentHash);
  if (files === undefined) {
    await writing({ ...refusal, where: cache }, () => buildFolder(folder, demo, onProgress));
    files = await verifiedFiles(folder, demo.dataset.contentHash);
  }
  return { dataset: withFiles(demo.dataset, folder, files ?? []), truth: demo.truth };
}

/** The data set of {@link loadDemo}. */
export async function loadDemoDataset(options: LoadDemoOptions = {}): Promise<Dataset> {
  return (await loadDemo(options)).dataset;
}

/** The files that the folder's manifest lists, or undefined when one is not as it says. */
async function verifiedFiles(
  folder: string,
  contentHash: string,
): Promise<readonly SourceFile[] | undefined> {
  try {
    const text = await readFile(join(folder, "demo.json"), "utf8");
    const manifest = JSON.parse(text) as DemoManifest;
    if (manifest.contentHash !== contentHash) return undefined;
    for (const file of manifest.files) {
      const bytes = await readFile(join(folder, file.path));
      if (describe(file.path, bytes).sha256 !== file.sha256) return undefined;
    }
    return manifest.files;
  } catch {
    return undefined;
  }
}

/** Writes everything to a temporary neighbour and renames it into place. */
async function buildFolder(
  folder: string,
  demo: DemoSet,
  onProgress: ProgressListener | undefined,
): Promise<void> {
  const temporary = temporaryName(folder);
  try {
    await mkdir(join(temporary, "posters"), { recursive: true });
    const files = [
      ...(await writeTables(temporary, demo)),
      ...(await writePosters(temporary, demo, onProgress)),
    ];
    const manifest: DemoManifest = {
      invented: true,
      contentHash: demo.dataset.contentHash,
      files,
    };
    await writeFile(join(temporary, "demo.json"), `${JSON.stringify(manifest, null, 1)}\n`);
    await moveIntoPlace(temporary, folder, demo.dataset.contentHash);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await removeStaleTemporaries(join(folder, ".."));
}

async function writeTables(folder: string, demo: DemoSet): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const tables = {
    ...demoTables(demo.dataset),
    "truth.json": `${JSON.stringify(truthToJson(demo.truth))}\n`,
  };
  for (const [name, text] of Object.entries(tables)) {
    const bytes = Buffer.from(text, "utf8");
    await writeFile(join(folder, name), bytes);
    files.push(describe(name, bytes));
  }
  return files;
}

/** Draws the posters, four at a time. */
async function writePosters(
  folder: string,
  demo: DemoSet,
  onProgress: ProgressListener | undefined,
): Promise<SourceFile[]> {
  const { ids } = demo.dataset.items;
  const files: (SourceFile | undefined)[] = new Array<undefined>(ids.length).fill(undefined);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let item = next++; item < ids.length; item = next++) {
      const svg = demoPoster(demo, item);
      if (svg !== undefined) {
        const name = `posters/${ids[item]}.jpg`;
        const bytes = await rasterise(svg);
        await writeFile(join(folder, name), bytes);
        files[item] = describe(name, bytes);
      }
      done++;
      onProgress?.({ task: "draw demo posters", done, total: ids.length, unit: "posters" });
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return files.filter((file) => file !== undefined);
}

/** Renames; where another process was first its folder stays, unless it is damaged. */
async function moveIntoPlace(
  temporary: string,
  folder: string,
  contentHash: string,
): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await rename(temporary, folder);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (!["ENOTEMPTY", "EEXIST", "EPERM", "ENOTDIR"].includes(code)) throw error;
    }
    if ((await verifiedFiles(folder, contentHash)) !== undefined) return;
    const damaged = temporaryName(folder);
    await rename(folder, damaged).catch(() => undefined);
    await rm(damaged, { recursive: true, force: true });
  }
}

function describe(path: string, bytes: Uint8Array): SourceFile {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { path, bytes: bytes.byteLength, sha256 };
}

function withFiles(dataset: Dataset, folder: string, files: readonly SourceFile[]): Dataset {
  const posters = new Set(files.map((file) => file.path));
  const itemContent = dataset.itemContent.map((content, item) => {
    const name = `posters/${dataset.items.idOf(item)}.jpg`;
    return posters.has(name) ? { ...content, posterPath: join(folder, name) } : content;
  });
  return dataset.with({ itemContent, sources: files.filter((file) => file.path.endsWith(".csv")) });
}
