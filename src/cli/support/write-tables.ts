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
  const lines = ["user\titem\tscore\trank"];
  for (const { userIndex, items } of lists) {
    const user = dataset.users.idOf(userIndex);
    for (const { itemIndex, score, rank } of items) {
      lines.push(`${user}\t${dataset.items.idOf(itemIndex)}\t${score}\t${rank}`);
    }
  }
  await writeOutput(path, `${lines.join("\n")}\n`);
}

/** Writes the values of every unit as TSV: `user`(, `item`) and a column a metric. */
export async function writeUnits(
  path: string,
  units: PerUnitValues,
  dataset: Dataset,
): Promise<void> {
  const names = Object.keys(units.values);
  const ids = units.itemIndex === undefined ? ["user"] : ["user", "item"];
  const lines = [[...ids, ...names].join("\t")];
  units.userIndex.forEach((user, row) => {
    const cells: (string | number)[] = [dataset.users.idOf(user)];
    if (units.itemIndex !== undefined) cells.push(dataset.items.idOf(units.itemIndex[row]));
    for (const name of names) cells.push(units.values[name][row]);
    lines.push(cells.join("\t"));
  });
  await writeOutput(path, `${lines.join("\n")}\n`);
}
