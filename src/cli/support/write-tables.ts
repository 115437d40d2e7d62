import { tsvLine } from "../../common/tsv.js";
import type { Dataset } from "../../data/dataset.js";
import type { PerUnitValues } from "../../experiment/run-record.js";
import { recommendAll } from "../../experiment/recommend-all.js";
import type { RecommendOptions } from "../../experiment/recommend.js";
import { writeOutput } from "./output-files.js";

/**
 * Writes recommendation lists as TSV with the header `user item score rank`, block by block: complete
 * lists of many users fit neither into one text nor into memory.
 */
export async function writeRecommendations(
  path: string,
  options: RecommendOptions,
  dataset: Dataset,
): Promise<void> {
  await writeOutput(path, listLines(options, dataset));
}

/** Places of lists that are worked out at a time. */
const blockPlaces = 2 ** 20;

async function* listLines(options: RecommendOptions, dataset: Dataset): AsyncIterable<string> {
  yield tsvLine(["user", "item", "score", "rank"]);
  const users = Array.from(options.users);
  const places = Math.min(options.topK ?? 10, dataset.nItems);
  const blockSize = Math.max(1, Math.floor(blockPlaces / places));
  for (let start = 0; start < users.length; start += blockSize) {
    const block = users.slice(start, start + blockSize);
    const { topK, items, scores } = await recommendAll({ ...options, users: block });
    for (const [row, userIndex] of block.entries()) {
      const user = dataset.users.idOf(userIndex);
      let lines = "";
      for (let place = 0; place < topK && items[row * topK + place] >= 0; place++) {
        const at = row * topK + place;
        lines += tsvLine([user, dataset.items.idOf(items[at]), scores[at], place + 1]);
      }
      yield lines;
    }
  }
}

/** Writes the values of every unit as TSV: `user`(, `item`) and a column a metric. */
export async function writeUnits(
  path: string,
  units: PerUnitValues,
  dataset: Dataset,
): Promise<void> {
  const names = Object.keys(units.values);
  const ids = units.itemIndex === undefined ? ["user"] : ["user", "item"];
  const lines = [tsvLine([...ids, ...names])];
  units.userIndex.forEach((user, row) => {
    const cells: (string | number)[] = [dataset.users.idOf(user)];
    if (units.itemIndex !== undefined) cells.push(dataset.items.idOf(units.itemIndex[row]));
    for (const name of names) cells.push(units.values[name][row]);
    lines.push(tsvLine(cells));
  });
  await writeOutput(path, lines.join(""));
}
