/** Item features on the command line: `--features image=posters.npy text=plots.parquet`. */
import type { Command } from "commander";
import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import { readFeatures, type GivenFeatures } from "../../experiment/given-features/read-features.js";
import { knockOutKinds, type KnockOutKind } from "../../experiment/knock-out.js";
import type { FeatureMatrix } from "../../models/contract.js";
import { modelEntry } from "../../models/registry.js";
import { formatCount } from "../../report/show/format.js";
import { counted } from "./words.js";

/** Adds `--features`, which may stand several times or take several words. */
export function addFeatureOptions(command: Command): Command {
  return command.option(
    "--features <name=file...>",
    "item features by modality, such as image=posters.npy text=plots.parquet, or =<stored set>",
  );
}

/** Adds `--knock-out`. */
export function addKnockOut(command: Command): Command {
  return command.option(
    "--knock-out <name=kind...>",
    "modalities to take the knowledge from: permuted, noise, constant or absent",
  );
}

/** What `--knock-out` names. Throws `E_CLI_FEATURES`. */
export function parseKnockOut(words: readonly string[] = []): Record<string, KnockOutKind> {
  const kinds: Record<string, KnockOutKind> = {};
  for (const word of words) {
    const [, name = "", text] = /^([A-Za-z][\w-]*)=(.+)$/s.exec(word) ?? [];
    const kind = knockOutKinds.find((known) => known === text);
    if (kind === undefined || Object.hasOwn(kinds, name)) {
      const expected = `name=kind, each name once; kinds are ${knockOutKinds.join(", ")}`;
      throw featuresError(expected, word, "--knock-out", "Write --knock-out image=permuted");
    }
    kinds[name] = kind;
  }
  return kinds;
}

/** What stands behind the end of a help text of commands that take features. */
export const featureFormats = `
Features are matched by item id: a .npy matrix with the ids of its rows in <name>.ids.txt beside it (or rows
numbered as the items are, from 0), a .parquet or .csv table with an id and numbers, a folder, or the id or
preset of a set that \`moviola features list\` lists.`;

/**
 * Modalities with their sources, by the name before the first \`=\`. Throws `E_CLI_FEATURES` for a word
 * without both or a name that stands twice.
 */
export function parseFeatures(words: readonly string[] = []): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const word of words) {
    const match = /^([A-Za-z][\w-]*)=(.+)$/s.exec(word);
    if (match === null) throw featuresError("name=file, such as image=posters.npy", word);
    const [, name, source] = match;
    if (Object.hasOwn(sources, name)) throw featuresError(`one file for "${name}"`, word);
    sources[name] = source;
  }
  return sources;
}

/**
 * Throws `E_CLI_FEATURES` when the model needs features and there are none; returns warnings, such as
 * that the model does not look at those that were asked for.
 */
export function checkFeatures(
  model: string,
  asked: Readonly<Record<string, string>>,
  sources: Readonly<Record<string, string>> = asked,
): string[] {
  const use = modelEntry(model).features;
  if (use === undefined && Object.keys(asked).length > 0) {
    return [`the model "${model}" does not look at item features; --features is not read`];
  }
  if (use !== "required" || Object.keys(sources).length > 0) return [];
  throw new MoviolaError("E_CLI_FEATURES", `The model "${model}" needs item features`, {
    where: "--features",
    expected: "at least one name=file, such as image=posters.npy",
    got: "none",
    remedy: "`moviola features extract` makes some from posters or texts",
  });
}

/** Reads the modalities of a model for a data set; none for a model that does not look at them. */
export async function readModalities(
  model: string,
  sources: Readonly<Record<string, string>>,
  dataset: Dataset,
  rowItems?: readonly string[],
): Promise<GivenFeatures[]> {
  if (modelEntry(model).features === undefined) return [];
  const given: GivenFeatures[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const options = rowItems === undefined ? {} : { rowItems };
    given.push(await readFeatures(dataset, name, source, options));
  }
  return given;
}

/** The matrices by modality, as a run takes them; undefined without any. */
export function matricesOf(
  given: readonly GivenFeatures[],
): Readonly<Record<string, FeatureMatrix>> | undefined {
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(({ name, matrix }) => [name, matrix]));
}

/** A line a modality: its size, items without a vector, and rows that were left out. */
export function describeModalities(given: readonly GivenFeatures[]): string[] {
  return given.map(({ name, source, matrix, nMissing, nUnknown }) => {
    const size = `${formatCount(matrix.nItems)} items x ${formatCount(matrix.dim)} numbers`;
    const missing = `${formatCount(nMissing)} without a vector`;
    const unknown =
      nUnknown === 0 ? "" : `; ${counted(nUnknown, "row")} of items that the data lacks left out`;
    return `features ${name}: ${size} from ${source}, ${missing}${unknown}`;
  });
}

function featuresError(
  expected: string,
  got: string,
  where = "--features",
  remedy = "Write --features image=posters.npy text=plots.parquet: a name for each file",
): MoviolaError {
  return new MoviolaError("E_CLI_FEATURES", "An option for item features cannot be read", {
    where,
    expected,
    got: JSON.stringify(got),
    remedy,
  });
}
