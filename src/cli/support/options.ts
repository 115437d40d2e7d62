import { InvalidArgumentError } from "commander";
import type { Config } from "../../common/json.js";
import { modelEntry } from "../../models/registry.js";
import { describeSplits, SPLIT_NAMES } from "../../data/split/make-split.js";
import { MoviolaError } from "../../common/errors.js";
import { didYouMean } from "../../common/suggest.js";

/** Parses a whole number from 0 up, for commander. */
export function wholeNumberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError("expected a whole number from 0 up.");
  }
  return value;
}

/** Parses a finite number, for commander. */
export function numberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError("expected a number.");
  }
  return value;
}

/** Parses one list length, for commander. */
export function listLengthOption(text: string): number {
  const lengths = topKOption(text);
  if (lengths.length > 1) throw new InvalidArgumentError("expected one whole number from 1 up.");
  return lengths[0];
}

/** Parses list lengths such as `5,10,20`: whole numbers from 1 up, each once. */
export function topKOption(text: string): number[] {
  const values = text.split(",").map((word) => (/^ *\d+ *$/.test(word) ? Number(word) : 0));
  if (!values.every((value) => Number.isSafeInteger(value) && value >= 1)) {
    throw new InvalidArgumentError("expected whole numbers from 1 up, such as 5,10,20.");
  }
  return [...new Set(values)];
}

/** Parses a list of words such as `ndcg,recall`. */
export function listOption(text: string): string[] {
  const values = text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
  if (values.length === 0) throw new InvalidArgumentError("expected a list such as a,b.");
  return values;
}

/** Whose settings are set: what error messages call it, and where they are listed. */
interface SettingsOwner {
  readonly title: string;
  /** With their defaults; the word `number` stands for a number without one. */
  readonly defaults: Config;
  readonly remedy: string;
}

/**
 * A model's settings from `key=value` words, typed as the model's defaults are. Throws
 * `E_MODEL_UNKNOWN`, and `E_CLI_SETTING` on a word without `=`, a setting that the model does not
 * have and a value of another type.
 */
export function modelSettings(id: string, words: readonly string[] = []): Config {
  const remedy = `\`moviola models ${id}\` lists its settings with their defaults`;
  return typedSettings(
    { title: `model "${id}"`, defaults: modelEntry(id).defaults, remedy },
    words,
  );
}

/** As {@link modelSettings}, of a split recipe. Throws `E_SPLIT_RECIPE`, `E_CLI_SETTING`. */
export function splitSettings(
  name: string,
  words: readonly string[] = [],
  option = "--recipe",
): Config {
  const recipe = describeSplits().find((candidate) => candidate.name === name);
  const help = "`moviola data split --help` lists the recipes with their settings";
  if (recipe === undefined) {
    throw new MoviolaError("E_SPLIT_RECIPE", "There is no such split recipe", {
      where: option,
      expected: SPLIT_NAMES.join(", "),
      got: JSON.stringify(name),
      remedy: `${didYouMean(name, SPLIT_NAMES)}${help}`,
    });
  }
  const owner = { title: `recipe "${name}"`, defaults: recipe.settings, remedy: help };
  return typedSettings(owner, words);
}

function typedSettings(owner: SettingsOwner, words: readonly string[]): Config {
  const { defaults } = owner;
  const settings: Record<string, string | number | boolean> = {};
  for (const word of words) {
    const at = word.indexOf("=");
    const key = word.slice(0, at);
    if (at < 1) throw settingError(owner, word, "key=value");
    if (!Object.hasOwn(defaults, key)) {
      const names = Object.keys(defaults);
      const expected =
        names.length === 0 ? "no setting: it has none" : `one of ${names.join(", ")}`;
      const remedy = `${didYouMean(key, names)}${owner.remedy}`;
      throw settingError({ ...owner, remedy }, word, expected);
    }
    settings[key] = typedValue(owner, word, word.slice(at + 1), defaults[key]);
  }
  return settings;
}

function typedValue(
  owner: SettingsOwner,
  word: string,
  text: string,
  standard: string | number | boolean,
): string | number | boolean {
  if (typeof standard === "number" || standard === "number") {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw settingError(owner, word, "a number");
    return value;
  }
  if (typeof standard === "boolean") {
    if (text !== "true" && text !== "false") throw settingError(owner, word, "true or false");
    return text === "true";
  }
  return text;
}

function settingError(owner: SettingsOwner, word: string, expected: string): MoviolaError {
  return new MoviolaError("E_CLI_SETTING", `The ${owner.title} cannot take this setting`, {
    where: "--set",
    expected,
    got: JSON.stringify(word),
    remedy: owner.remedy,
  });
}
