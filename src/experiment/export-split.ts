import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { writeFileAtomic, writeJsonAtomic } from "../common/files.js";
import { tsvLine } from "../common/tsv.js";
import type { Dataset, Interactions } from "../data/dataset.js";
import { openTestPart } from "../data/split/parts.js";
import type { Split } from "../data/split/split.js";

/** One part of a split as a file. */
export interface SplitFile {
  readonly part: "train" | "valid" | "test";
  readonly path: string;
  readonly rows: number;
  readonly users: number;
  readonly items: number;
}

/** Settings of {@link exportSplit}. */
export interface ExportSplitOptions {
  /** Replaces the files of an earlier split in the folder; default false. */
  readonly overwrite?: boolean;
}

/**
 * Writes `train.tsv`, `valid.tsv` (when it has rows) and `test.tsv` with the header `user item rating
 * timestamp` (without timestamps where the data set has none), ids as in the source, and `split.json`
 * with recipe, seed and hashes, so that any tool can work on the same split. Makes the folder.
 * Throws `E_SPLIT_FILES` when a file of these names is there and `overwrite` is not set.
 */
export async function exportSplit(
  dataset: Dataset,
  split: Split,
  folder: string,
  options: ExportSplitOptions = {},
): Promise<SplitFile[]> {
  const parts = [
    ["train", split.train.interactions],
    ["valid", split.valid.interactions],
    ["test", openTestPart(split.test)],
  ] as const;
  const pathOf = (part: string): string => join(folder, `${part}.tsv`);
  const paths = [...parts.map(([part]) => pathOf(part)), join(folder, "split.json")];
  if (options.overwrite !== true) await refuseExisting(paths);
  // All of them first: a killed process must not leave files of two splits side by side.
  for (const path of paths) await rm(path, { force: true });
  const files: SplitFile[] = [];
  for (const [part, rows] of parts) {
    const path = pathOf(part);
    if (rows.nRows === 0) continue;
    await writeFileAtomic(path, partText(dataset, rows));
    const users = new Set(rows.userIndex).size;
    files.push({ part, path, rows: rows.nRows, users, items: new Set(rows.itemIndex).size });
  }
  const { recipe, datasetHash, hash, nDropped } = split;
  const { name, invented } = dataset;
  await writeJsonAtomic(paths[3], { name, invented, recipe, nDropped, datasetHash, hash });
  return files;
}

function partText(dataset: Dataset, rows: Interactions): string {
  const { users, items } = dataset;
  const { nRows, userIndex, itemIndex, rating, timestamp } = rows;
  const times = timestamp === undefined ? [] : ["timestamp"];
  const lines = [tsvLine(["user", "item", "rating", ...times])];
  for (let row = 0; row < nRows; row++) {
    // The shortest text of a rating in single precision: 3.7, not 3.700000047683716.
    const value = Number(rating[row].toPrecision(7));
    const cells: (string | number)[] = [
      users.idOf(userIndex[row]),
      items.idOf(itemIndex[row]),
      value,
    ];
    // An unknown time is an empty cell.
    const time = timestamp?.[row] ?? NaN;
    if (timestamp !== undefined) cells.push(Number.isNaN(time) ? "" : time);
    lines.push(tsvLine(cells));
  }
  return lines.join("");
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    throw new MoviolaError("E_SPLIT_FILES", "A split would write over a file", {
      where: path,
      expected: "a folder without the files of a split",
      got: "a file of this name",
      remedy: "Name another folder, or allow it: overwrite, on the command line --force",
    });
  }
}
