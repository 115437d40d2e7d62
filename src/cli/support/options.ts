import { InvalidArgumentError } from "commander";
import type { Config } from "../../common/json.js";
import { modelEntry } from "../../models/registry.js";
import { MoviolaError } from "../../common/errors.js";

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

/** Parses list lengths such as `5,10,20`: whole numbers from 1 up, each once. */
export function topKOption(text: string): number[] {
  const values = text.split(",").map(wholeNumberOption);
  if (values.some((value) => value < 1)) {
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

/**
 * A model's settings from `key=value` words, typed as the model's defaults are. Throws
 * `E_CLI_SETTING` on a word without `=`, `E_MODEL_CONFIG` on a setting that the model does not have.
 */
export function modelSettings(id: string, words: readonly string[] = []): Config {
  const { defaults } = modelEntry(id);
  const settings: Record<string, string | number | boolean> = {};
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw settingError(word, "key=value, such as neighbours=50", word);
    const key = word.slice(0, at);
    settings[key] = typedValue(word, word.slice(at + 1), defaults[key]);
  }
  return settings;
}

function typedValue(
  word: string,
  text: string,
  standard: string | number | boolean | undefined,
): string | number | boolean {
  if (typeof standard === "number") {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw settingError(word, "a number", text);
    return value;
  }
  if (typeof standard === "boolean") {
    if (text !== "true" && text !== "false") throw settingError(word, "true or false", text);
    return text === "true";
  }
  return text;
}

function settingError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_CLI_SETTING", "A setting could not be read", {
    where: `--set ${where}`,
    expected,
    got: JSON.stringify(got),
    remedy: "`moviola models <model>` lists its settings with their defaults",
  });
}
