import { tsvLine } from "../../common/tsv.js";
import type { Dataset } from "../../data/dataset.js";
import type { PerUnitValues } from "../../experiment/run-record.js";
import type { UserRecommendations } from "../../experiment/recommend.js";
import { writeOutput } from "./output-files.js";

/** Writes recommendation lists as TSV with the header `user item score rank`. */
export async function writeRecommendations(
  path: string,
  lists: readonly UserRecommendations[],
  dataset: Dataset,
): Promise<void> {
  const lines = [tsvLine(["user", "item", "score", "rank"])];
  for (const { userIndex, items } of lists) {
    const user = dataset.users.idOf(userIndex);
    for (const { itemIndex, score, rank } of items) {
      lines.push(tsvLine([user, dataset.items.idOf(itemIndex), score, rank]));
    }
  }
  await writeOutput(path, lines.join(""));
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
