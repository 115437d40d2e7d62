import { createHash } from "node:crypto";
import type { ProgressListener } from "../../common/progress.js";
import type { Dataset, ItemContent } from "../../data/dataset.js";
import { readImageFile } from "../images/read-image-file.js";
import { decodeImageBytes } from "../images/decode-image.js";
import type { AlikePair } from "./group-pairs.js";
import { posterPrint, posterRule, posterSimilarity, type PosterPrint } from "./poster-print.js";
import { equalClasses, reportOf, type DuplicateReport } from "./report.js";

/** Options of {@link findDuplicatePosters}. */
export interface DuplicatePostersOptions {
  /** The image of an item; default its poster. */
  readonly imageOf?: (content: ItemContent) => string | undefined;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** What was read of one poster. */
interface ReadPoster {
  /** SHA-256 of the file's bytes. */
  readonly key?: string;
  readonly print?: PosterPrint;
}

const readAtOnce = 6;

/**
 * Items with the same poster file, byte for byte, and items with nearly the same picture. Files that
 * cannot be decoded are skipped and counted; plain pictures are compared byte for byte alone.
 */
export async function findDuplicatePosters(
  dataset: Pick<Dataset, "itemContent">,
  options: DuplicatePostersOptions = {},
): Promise<DuplicateReport> {
  const posters = await readPosters(dataset.itemContent, options);
  const { firsts, pairs } = equalClasses(posters.map(({ key }) => key));
  const near: AlikePair[] = [];
  firsts.forEach((one, at) => {
    const print = posters[one].print;
    if (print === undefined) return;
    for (const other of firsts.slice(at + 1)) {
      const partner = posters[other].print;
      const similarity = partner === undefined ? undefined : posterSimilarity(print, partner);
      if (similarity !== undefined) near.push({ one, other, similarity });
    }
  });
  const nCompared = firsts.length + pairs.length;
  const nSkipped = posters.length - nCompared;
  return reportOf(dataset.itemContent, pairs, near, { nCompared, nSkipped, rule: posterRule });
}

async function readPosters(
  itemContent: readonly ItemContent[],
  { imageOf = (content) => content.posterPath, onProgress, signal }: DuplicatePostersOptions,
): Promise<ReadPoster[]> {
  const posters: ReadPoster[] = new Array<ReadPoster>(itemContent.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let item = next++; item < itemContent.length; item = next++) {
      signal?.throwIfAborted();
      posters[item] = await readPoster(imageOf(itemContent[item]));
      onProgress?.({
        task: "compare posters",
        done: ++done,
        total: itemContent.length,
        unit: "posters",
      });
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, worker));
  return posters;
}

async function readPoster(path: string | undefined): Promise<ReadPoster> {
  if (path === undefined) return {};
  const bytes = await readImageFile(path);
  if (!(bytes instanceof Uint8Array)) return {};
  const image = await decodeImageBytes(bytes);
  if ("state" in image) return {};
  const key = createHash("sha256").update(bytes).digest("hex");
  const print = posterPrint(image);
  return print === undefined ? { key } : { key, print };
}
