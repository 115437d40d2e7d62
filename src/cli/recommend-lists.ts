/** What `moviola recommend` prints: lists of users, their reasons, and items like others. */
import type { Dataset } from "../data/dataset.js";
import { explain, type Reason } from "../experiment/explain.js";
import type { Recommendation, UserRecommendations } from "../experiment/recommend.js";
import { similarItems, type SimilarItemsOptions } from "../experiment/similar-items.js";
import type { AnyModel } from "../models/contract.js";
import { filmName } from "../report/show/posters/film-name.js";
import type { Column } from "../report/show/table/column.js";
import { printJson, printLine, printTable } from "./support/output.js";

/** What carries an item's score for a user, strongest first. */
type Reasons = (user: number, item: number) => readonly Reason[];

/** Reasons that a table shows; JSON has all. */
const shownReasons = 3;

/** Reasons of a fitted model; asking throws `E_EXPLAIN_MODEL` when it has none. */
export function reasonsBy(model: AnyModel): Reasons {
  return (user, item) => explain({ model, user, item }).reasons;
}

/** The list of a user as `--json` has it. */
export function listAsJson(
  list: UserRecommendations,
  dataset: Dataset,
  reasonsFor: Reasons | undefined,
): Record<string, unknown> {
  return {
    user: dataset.users.idOf(list.userIndex),
    items: list.items.map((place) => ({
      ...placeAsJson(place, dataset),
      ...(reasonsFor === undefined
        ? {}
        : {
            because: reasonsFor(list.userIndex, place.itemIndex).map(
              ({ itemIndex, contribution }) => ({
                item: dataset.items.idOf(itemIndex),
                title: filmName(dataset.itemContent[itemIndex]),
                contribution,
              }),
            ),
          }),
    })),
  };
}

function placeAsJson(
  { itemIndex, score, rank }: Recommendation,
  dataset: Dataset,
): Record<string, unknown> {
  return {
    item: dataset.items.idOf(itemIndex),
    title: filmName(dataset.itemContent[itemIndex]),
    score,
    rank,
  };
}

/** Prints the list of a user as a table. */
export function printList(
  { userIndex, items }: UserRecommendations,
  dataset: Dataset,
  reasonsFor: Reasons | undefined,
): void {
  const rows = items.map((place) => ({
    ...rowOf(place, dataset),
    because: reasonText(reasonsFor?.(userIndex, place.itemIndex) ?? [], dataset),
  }));
  printLine(`user ${dataset.users.idOf(userIndex)}`);
  if (rows.length === 0) printLine("nothing to recommend: no unseen item passes\n");
  if (rows.length === 0) return;
  printTable(rows, { columns: columnsOf(dataset, reasonsFor !== undefined) });
  printLine();
}

/** Prints what is most like each item: tables, or one JSON object. */
export function presentSimilar(
  options: Omit<SimilarItemsOptions, "item">,
  items: readonly number[],
  dataset: Dataset,
  isJson: boolean,
): void {
  const lists = items.map((item) => ({ item, places: similarItems({ ...options, item }) }));
  if (isJson) {
    const { name: data, invented } = dataset;
    const shown = lists.map(({ item, places }) => ({
      item: dataset.items.idOf(item),
      title: filmName(dataset.itemContent[item]),
      items: places.map((place) => placeAsJson(place, dataset)),
    }));
    printJson({ model: options.model.describe().id, data, invented, similar: shown });
    return;
  }
  for (const { item, places } of lists) {
    printLine(`like ${nameOf(item, dataset)}`);
    if (places.length === 0) printLine("nothing: no item that passes has anything to do with it\n");
    if (places.length === 0) continue;
    printTable(
      places.map((place) => rowOf(place, dataset)),
      { columns: columnsOf(dataset, false) },
    );
    printLine();
  }
}

function rowOf({ itemIndex, score, rank }: Recommendation, dataset: Dataset) {
  return {
    rank,
    item: dataset.items.idOf(itemIndex),
    title: filmName(dataset.itemContent[itemIndex]),
    genres: dataset.itemContent[itemIndex].genres.join(", "),
    score,
  };
}

function reasonText(reasons: readonly Reason[], dataset: Dataset): string {
  return reasons
    .slice(0, shownReasons)
    .map(({ itemIndex, contribution }) => {
      return `${filmName(dataset.itemContent[itemIndex])} ${contribution.toPrecision(2)}`;
    })
    .join("; ");
}

/** Id and title, or the id alone where it is the title. */
function nameOf(item: number, dataset: Dataset): string {
  const id = dataset.items.idOf(item);
  const title = filmName(dataset.itemContent[item]);
  return title === id ? id : `${id}, ${title}`;
}

/** Titles and genres only where the data has them; a table's titles are its ids. */
function columnsOf(dataset: Dataset, isExplained: boolean): Column[] {
  const hasTitles = dataset.itemContent.some(
    ({ title }, item) => title !== dataset.items.idOf(item),
  );
  const hasGenres = dataset.itemContent.some(({ genres }) => genres.length > 0);
  return [
    { key: "rank" },
    { key: "item" },
    ...(hasTitles ? [{ key: "title" }] : []),
    ...(hasGenres ? [{ key: "genres" }] : []),
    { key: "score", digits: 4 },
    ...(isExplained ? [{ key: "because" }] : []),
  ];
}
