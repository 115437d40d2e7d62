import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { IdMap } from "../../data/id-map.js";
import type { NamedLists } from "./named-lists.js";

/**
 * Throws `E_LIST_IDS` when no user, or no item, of the lists stands in the files: ids were then
 * renumbered or written otherwise (`1.0` for `1`), and scores of 0 would hide it.
 */
export function refuseForeignIds(lists: NamedLists, dataset: Dataset): void {
  const users = [...lists.itemsOf.keys()];
  refuseAll(lists, "users", users, dataset.users);
  for (const items of lists.itemsOf.values()) {
    if (items.some((item) => dataset.items.indexOf(item) >= 0)) return;
  }
  refuseAll(lists, "items", lists.itemsOf.get(users[0]) ?? [], dataset.items);
}

function refuseAll(
  lists: NamedLists,
  what: "users" | "items",
  listed: readonly string[],
  known: IdMap,
): void {
  if (listed.some((id) => known.indexOf(id) >= 0)) return;
  throw new MoviolaError("E_LIST_IDS", `None of the ${what} of the lists stand in the files`, {
    where: lists.name,
    expected: `ids of ${what} such as ${examples(known.ids)}`,
    got: listed.length === 0 ? "none" : `ids such as ${examples(listed)}`,
    remedy: "Write the lists with the ids of the train and test files, not with positions",
  });
}

function examples(ids: readonly string[]): string {
  return ids
    .slice(0, 3)
    .map((id) => JSON.stringify(id))
    .join(", ");
}
