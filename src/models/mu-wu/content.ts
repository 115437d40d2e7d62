/** What the network is given besides ids, from the input of a fit; it lies in the model's state. */
import { MoviolaError } from "../../common/errors.js";
import type { FitInput } from "../contract.js";
import { categories } from "../shared/graph/categories.js";
import { itemGenres } from "../shared/graph/item-genres.js";
import { meanRows } from "../shared/graph/mean-rows.js";
import type { NetworkData, NetworkFacts, NetworkTable } from "../shared/graph/network-types.js";
import { titleWords } from "../shared/graph/title-words.js";
import { ageGroups, zipRegions } from "../shared/graph/user-categories.js";
import { givenModalities } from "../shared/modalities.js";
import { fixedFeaturesError, rereadModalities } from "../shared/reread-features.js";
import type { RatingTable } from "../shared/rating-table.js";
import type { MuWuSettings } from "./settings.js";

/** Attributes of users, in the order of the network. */
export const userParts = ["gender", "age", "occupation", "region"] as const;

/** Attributes, genres, titles and, in the variant `cro`, pixels. Throws `E_MODEL_FEATURES`. */
export function prepareContent(
  { nUsers, nItems }: RatingTable,
  { variant, titleLength, posterBlocks }: MuWuSettings,
  input: FitInput,
): NetworkData {
  const { userAttributes: users = [], itemContent = [] } = input;
  const known = {
    gender: categories(users, "gender"),
    age: ageGroups(users),
    occupation: categories(users, "occupation"),
    region: zipRegions(users),
  };
  const tables: Record<string, NetworkTable> = {};
  const numbers: Record<string, number> = {};
  for (const part of userParts) {
    const { values, nValues } = known[part];
    numbers[`${part}Count`] = nValues;
    if (nValues > 0) tables[part] = { rows: nUsers, values };
  }
  const genres = itemGenres(itemContent, nItems);
  numbers.genreCount = genres.names.length;
  if (genres.names.length > 0) tables.genres = { rows: nItems, values: genres.values };
  const title = titleWords(itemContent, nItems, titleLength);
  numbers.wordCount = title.nWords;
  tables.titleWords = { rows: nItems, values: title.words };
  tables.titlePresent = { rows: nItems, values: title.present };
  if (variant === "cro") tables.pixels = posterPixels(input, posterBlocks);
  return { tables, numbers };
}

/** The posters of a fitted network in the variant `cro`; without any, each is the mean of those of the fit. */
export function rereadPixels(
  facts: NetworkFacts,
  { variant }: MuWuSettings,
  input: FitInput,
): Record<string, NetworkTable> {
  if (variant !== "cro") throw fixedFeaturesError("mu-wu");
  const { rows, values: former } = facts.table("pixels");
  const dims = new Map([["pixels", former.length / rows]]);
  const pixels = rereadModalities(input, "mu-wu", dims).get("pixels");
  return { pixels: { rows, values: pixels?.values ?? meanRows({ rows, values: former }) } };
}

/** `[nItems x 3 * size * size]` of a size that the blocks can halve. */
function posterPixels(input: FitInput, posterBlocks: number): NetworkTable {
  const pixels = givenModalities(input, "mu-wu").find(({ name }) => name === "pixels");
  const unit = 2 ** posterBlocks;
  const expected = `a modality "pixels", 3 x size x size numbers with a size that ${unit} divides`;
  if (pixels === undefined) throw pixelsError(expected, "none of that name");
  const size = Math.sqrt(pixels.dim / 3);
  if (size % unit !== 0) throw pixelsError(expected, `${pixels.dim} numbers`);
  return { rows: pixels.missing.length, values: pixels.values };
}

function pixelsError(expected: string, got: string): MoviolaError {
  return new MoviolaError("E_MODEL_FEATURES", "The posters' pixels are needed for this variant", {
    where: "mu-wu, variant cro",
    expected,
    got,
    remedy:
      "`moviola features extract DATA poster-pixels` and --features pixels=poster-pixels, or the variant sin",
  });
}
