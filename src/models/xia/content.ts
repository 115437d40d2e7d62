/** What the tokens are made of, from the input of a fit; it lies in the model's state. */
import { MoviolaError } from "../../common/errors.js";
import type { UserAttributes } from "../../data/dataset.js";
import type { FitInput } from "../contract.js";
import { givenModalities, type Modality } from "../shared/modalities.js";
import { learnBaselines } from "../shared/baselines.js";
import { itemGenres } from "../shared/graph/item-genres.js";
import { rowShares } from "../shared/graph/row-shares.js";
import type { NetworkData, NetworkFacts, NetworkTable } from "../shared/graph/network-types.js";
import type { RatingTable } from "../shared/rating-table.js";
import { categories, type Categories } from "../shared/graph/categories.js";
import { ageGroups, zipRegions } from "../shared/graph/user-categories.js";
import type { XiaSettings } from "./settings.js";

/** A token that can be made of the data of the fit. */
export interface PlannedToken {
  /** As attention weights name it. */
  readonly name: string;
  /** Its layer's name. */
  readonly layer: string;
  /** An id, one value of a user, some values of an item, or a vector of an encoder. */
  readonly kind: "id" | "one" | "several" | "modality";
  readonly of: "user" | "item";
  /** Its table among the data; ids have none. */
  readonly table: string;
  /** Number of values, or length of the vectors. */
  readonly count: number;
}

type Source = Omit<PlannedToken, "count">;

/** The ten tokens, in the paper's order. */
const sources: readonly Source[] = [
  { name: "user id", layer: "user", kind: "id", of: "user", table: "" },
  { name: "age", layer: "age", kind: "one", of: "user", table: "age" },
  { name: "ZIP", layer: "zip", kind: "one", of: "user", table: "zipCode" },
  { name: "occupation", layer: "occupation", kind: "one", of: "user", table: "occupation" },
  { name: "gender", layer: "gender", kind: "one", of: "user", table: "gender" },
  { name: "movie id", layer: "item", kind: "id", of: "item", table: "" },
  { name: "genre", layer: "genre", kind: "several", of: "item", table: "genres" },
  { name: "title", layer: "title", kind: "modality", of: "item", table: "title" },
  {
    name: "introduction",
    layer: "introduction",
    kind: "modality",
    of: "item",
    table: "introduction",
  },
  { name: "poster", layer: "poster", kind: "modality", of: "item", table: "image" },
];

/** Attributes of users that tokens are made of. */
export const attributes = ["age", "zipCode", "occupation", "gender"] as const;

/** Tables of features. */
export const contentNames: readonly string[] = ["title", "introduction", "image"];

/** The tokens that the data and the settings allow. Throws `E_MODEL_STATE` for data of another model. */
export function tokenPlan(
  facts: NetworkFacts,
  { ids, variant }: Pick<XiaSettings, "ids" | "variant">,
): readonly PlannedToken[] {
  return sources
    .filter(({ kind, table }) => (kind !== "id" || ids) && (table !== "image" || variant === "cro"))
    .map((source) => ({ ...source, count: countOf(facts, source) }))
    .filter(({ count }) => count > 0);
}

function countOf(facts: NetworkFacts, { kind, of, table }: Source): number {
  if (kind === "id") return of === "user" ? facts.nUsers : facts.nItems;
  return facts.number(`${table}Count`);
}

/** Attributes, genres, vectors, and biases to start from. Throws `E_MODEL_FEATURES`. */
export function prepareContent(
  table: RatingTable,
  settings: XiaSettings,
  input: FitInput,
): NetworkData {
  const tables: Record<string, NetworkTable> = {};
  const numbers: Record<string, number> = {};
  for (const name of attributes) {
    const { values, nValues } = attributeOf(input.userAttributes ?? [], name, settings);
    numbers[`${name}Count`] = nValues;
    if (nValues > 0) tables[name] = { rows: table.nUsers, values };
  }
  const genres = genreTable(input, settings);
  Object.assign(tables, genres.tables);
  Object.assign(numbers, genres.numbers);
  for (const name of contentNames) {
    const modality = givenTextOrImage(input, name);
    numbers[`${name}Count`] = modality?.dim ?? 0;
    numbers[`${name}Missing`] = modality === undefined ? 0 : countMissing(modality);
    if (modality === undefined) continue;
    tables[name] = { rows: table.nItems, values: scaled(modality, settings) };
    if (numbers[`${name}Missing`] > 0) {
      tables[`${name}Missing`] = { rows: table.nItems, values: modality.missing };
    }
  }
  checkContent(settings, numbers);
  if (settings.biases) Object.assign(tables, startingBiases(table));
  return { tables, numbers };
}

/**
 * The modality that a token is made of. Where there is no `introduction`, `text` stands for it; titles have
 * no other name.
 */
export function givenTextOrImage(input: FitInput, name: string): Modality | undefined {
  const given = givenModalities(input, "xia");
  const find = (wanted: string): Modality | undefined =>
    given.find((modality) => modality.name === wanted);
  return find(name) ?? (name === "introduction" ? find("text") : undefined);
}

function countMissing({ missing }: Modality): number {
  return missing.reduce((sum, mark) => sum + mark, 0);
}

/** Throws `E_MODEL_FEATURES` where no token is left. */
function checkContent({ ids }: XiaSettings, numbers: Readonly<Record<string, number>>): void {
  const isThere = ([name, count]: readonly [string, number]): boolean =>
    name.endsWith("Count") && count > 0;
  if (ids || Object.entries(numbers).some(isThere)) return;
  throw new MoviolaError("E_MODEL_FEATURES", 'The model "xia" has nothing to make tokens of', {
    expected: "ids, attributes of users, genres, or features `title`, `introduction`, `image`",
    got: "`ids: false`, and none of the others",
    remedy: "Give --features NAME=FILE, or leave `ids` at true",
  });
}

/** Each distinct value is a category; with embeddings, ages and ZIP codes come in groups. */
function attributeOf(
  users: readonly UserAttributes[],
  name: (typeof attributes)[number],
  { branches }: XiaSettings,
): Categories {
  if (branches === "embedding" && name === "age") return ageGroups(users);
  if (branches === "embedding" && name === "zipCode") return zipRegions(users);
  return categories(users, name);
}

/** `[nItems x nGenres]` 1 for each genre of an item; with embeddings the row is divided by their number. */
function genreTable(
  { itemContent = [], train: { nItems } }: FitInput,
  { branches }: XiaSettings,
): NetworkData {
  const { names, values } = itemGenres(itemContent, nItems);
  const numbers = { genresCount: names.length };
  if (names.length === 0) return { numbers };
  const own = branches === "embedding" ? rowShares(values, names.length) : values;
  return { numbers, tables: { genres: { rows: nItems, values: own } } };
}

/** With embeddings, numbers of mean 0 in each column and mean square 1 over all; else as given. */
export function scaled({ dim, values }: Modality, { branches }: XiaSettings): Float32Array {
  if (branches === "one-hot") return values;
  const nItems = values.length / dim;
  const means = new Float64Array(dim);
  values.forEach((value, at) => (means[at % dim] += value / nItems));
  const centred = values.map((value, at) => value - means[at % dim]);
  const square = centred.reduce((total, value) => total + value * value, 0) / values.length;
  const scale = square === 0 ? 1 : 1 / Math.sqrt(square);
  return centred.map((value) => value * scale);
}

/** The biases of `shared/baselines.ts`, from which those of the head start. */
function startingBiases(table: RatingTable): Record<string, NetworkTable> {
  const { userBias, itemBias } = learnBaselines(table, {
    baselineEpochs: 10,
    userRegularisation: 5,
    itemRegularisation: 5,
  });
  return {
    userBias: { rows: table.nUsers, values: Float32Array.from(userBias) },
    itemBias: { rows: table.nItems, values: Float32Array.from(itemBias) },
  };
}
