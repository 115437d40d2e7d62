import type { Config } from "../../common/json.js";
import { MoviolaError } from "../../common/errors.js";
import { didYouMean } from "../../common/suggest.js";
import type { Dataset } from "../dataset.js";
import { SPLIT_CHOICES, type SplitChoice } from "./recipes.js";
import type { Split } from "./split.js";

/** A recipe's name with its settings; what is left out has the recipe's default. */
export interface SplitRequest {
  readonly name: string;
  /** Needed by the recipes that draw at random; the others ignore it. */
  readonly seed?: number;
  readonly [setting: string]: string | number | boolean | undefined;
}

/** The names that {@link makeSplit} knows. */
export const SPLIT_NAMES: readonly string[] = Object.keys(SPLIT_CHOICES);

/** What {@link describeSplits} says of a recipe. */
export interface SplitDescription {
  readonly name: string;
  readonly summary: string;
  /** Settings with their defaults; `"number"` means that there is no default. */
  readonly settings: Config;
  /** True when the rows depend on a seed. */
  readonly seeded: boolean;
  readonly needsTimestamps: boolean;
}

/** All recipes, for lists and help texts. */
export function describeSplits(): SplitDescription[] {
  return Object.entries(SPLIT_CHOICES).map(([name, { make: _make, ...description }]) => ({
    name,
    ...description,
  }));
}

/**
 * Splits a data set by a recipe's name, such as
 * `makeSplit(dataset, { name: "per-user-random", train: 0.8, valid: 0, test: 0.2, seed: 1 })`. When
 * some of `train`, `valid` and `test` are given, those left out are 0. Throws `E_SPLIT_RECIPE` for an
 * unknown name, `E_SPLIT_OPTION` for an unknown setting, a wrong type or a missing seed, and what the
 * recipe throws.
 */
export function makeSplit(dataset: Dataset, request: SplitRequest): Split {
  const { name, seed, ...given } = request;
  const choice = Object.hasOwn(SPLIT_CHOICES, name) ? SPLIT_CHOICES[name] : undefined;
  if (choice === undefined) {
    throw new MoviolaError("E_SPLIT_RECIPE", "There is no such split recipe", {
      expected: SPLIT_NAMES.join(", "),
      got: JSON.stringify(name),
      remedy: `${didYouMean(name, SPLIT_NAMES)}\`describeSplits()\` tells what each does`,
    });
  }
  if (choice.seeded && seed === undefined) {
    throw optionError(name, "seed", "a whole number from 0", "no seed");
  }
  return choice.make(dataset, completeSettings(name, choice, given), seed ?? 0);
}

function completeSettings(
  name: string,
  choice: SplitChoice,
  given: Readonly<Record<string, string | number | boolean | undefined>>,
): Config {
  const present = Object.entries(given).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  for (const [setting, value] of present) {
    const known = Object.hasOwn(choice.settings, setting) ? choice.settings[setting] : undefined;
    if (known === undefined) {
      const settings = Object.keys(choice.settings).join(", ") || "no settings";
      throw optionError(name, setting, settings, "an unknown setting");
    }
    const type = known === "number" ? "number" : typeof known;
    if (typeof value !== type) throw optionError(name, setting, `a ${type}`, JSON.stringify(value));
  }
  return {
    ...defaultSettings(
      choice.settings,
      present.map(([setting]) => setting),
    ),
    ...Object.fromEntries(present),
  };
}

/** The defaults; with a fraction given the defaults of the other two give way to 0. */
function defaultSettings(settings: Config, given: readonly string[]): Config {
  const fractions = ["train", "valid", "test"];
  const hasFraction = "train" in settings && fractions.some((name) => given.includes(name));
  const defaults = Object.entries(settings).filter(([, value]) => value !== "number");
  return Object.fromEntries(
    defaults.map(([name, value]) => [name, hasFraction && fractions.includes(name) ? 0 : value]),
  );
}

function optionError(name: string, setting: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_SPLIT_OPTION", "A split recipe cannot use a setting", {
    where: `${name}, ${setting}`,
    expected,
    got,
  });
}
