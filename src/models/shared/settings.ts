import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";

/** The closed range a number must lie in. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum?: number;
}

/** The setting `key` as a whole number in `range`; throws `E_MODEL_CONFIG`. */
export function wholeNumber(config: Config, key: string, range: NumberRange): number {
  const value = config[key];
  if (!Number.isSafeInteger(value) || !within(value as number, range)) {
    throw settingError(key, `a whole number ${describeRange(range)}`, value);
  }
  return value as number;
}

/** The setting `key` as a finite number in `range`; throws `E_MODEL_CONFIG`. */
export function realNumber(config: Config, key: string, range: NumberRange): number {
  const value = config[key];
  if (!Number.isFinite(value) || !within(value as number, range)) {
    throw settingError(key, `a number ${describeRange(range)}`, value);
  }
  return value as number;
}

/** The setting `key` as one of `choices`; throws `E_MODEL_CONFIG`. */
export function oneOf<Choice extends string>(
  config: Config,
  key: string,
  choices: readonly Choice[],
): Choice {
  const value = config[key];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw settingError(key, `one of ${choices.join(", ")}`, value);
  return found;
}

/** The setting `key` as true or false; throws `E_MODEL_CONFIG`. */
export function trueOrFalse(config: Config, key: string): boolean {
  const value = config[key];
  if (typeof value !== "boolean") throw settingError(key, "true or false", value);
  return value;
}

function within(value: number, range: NumberRange): boolean {
  return value >= range.minimum && value <= (range.maximum ?? Number.POSITIVE_INFINITY);
}

function describeRange(range: NumberRange): string {
  return range.maximum === undefined
    ? `from ${range.minimum} up`
    : `from ${range.minimum} to ${range.maximum}`;
}

function settingError(key: string, expected: string, got: unknown): MoviolaError {
  return new MoviolaError("E_MODEL_CONFIG", "A setting of a model has a value it cannot have", {
    where: key,
    expected,
    got: typeof got === "number" ? String(got) : JSON.stringify(got),
    remedy: "`moviola models` lists the settings with their defaults",
  });
}
