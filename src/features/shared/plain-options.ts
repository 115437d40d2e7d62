import { MoviolaError } from "../../common/errors.js";
import type { ExtractorOptions } from "../contract.js";

/** Whole numbers that a preset may be given other values of: name, and least and largest value. */
export type WholeSettings = Readonly<Record<string, readonly [least: number, most: number]>>;

/**
 * The whole-number settings that were given over a preset's own. Throws `E_FEATURE_SETTING` for a
 * setting that it does not have or a value outside its range.
 */
export function wholeSettings(
  preset: string,
  options: ExtractorOptions,
  known: WholeSettings,
): Readonly<Record<string, number>> {
  const entries = Object.entries(options.settings ?? {}).map(([name, value]) => {
    const range = Object.hasOwn(known, name) ? known[name] : undefined;
    if (range === undefined) {
      const names = Object.keys(known);
      const expected = names.length === 0 ? "no settings" : `one of ${names.join(", ")}`;
      throw settingError(preset, name, expected, "a setting it does not have");
    }
    const [least, most] = range;
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      const expected = `a whole number from ${least} to ${most}`;
      throw settingError(preset, name, expected, JSON.stringify(value));
    }
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

/** Throws `E_FEATURE_DEVICE` when a preset that is plain arithmetic is asked to run on a GPU. */
export function requireCpu(preset: string, { device = "auto" }: ExtractorOptions): void {
  if (device === "auto" || device === "cpu") return;
  throw new MoviolaError("E_FEATURE_DEVICE", `The preset "${preset}" runs on the CPU alone`, {
    expected: "the device auto or cpu",
    got: device,
    remedy: "Leave the device out; no model is run that a GPU would speed up",
  });
}

function settingError(preset: string, where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_FEATURE_SETTING", `The preset "${preset}" cannot take a setting`, {
    where,
    expected,
    got,
    remedy: `\`moviola features list ${preset}\` shows the preset`,
  });
}
