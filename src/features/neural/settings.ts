/** The settings that a neural preset takes, checked. */
import { MoviolaError } from "../../common/errors.js";
import type { ExtractorOptions } from "../contract.js";
import type { Precision } from "./model-files.js";
import type { ResizeKind } from "./pixels/prepare-image.js";
import type { AnyNeuralSpec } from "./spec.js";

/** What the settings come to. */
export interface NeuralSettings {
  /** Which of the model's files is read. */
  readonly precision: Precision;
  /** Text: tokens kept, special ones included; 3 up to 512 (77 for CLIP). */
  readonly tokenLimit: number;
  /** Image: default `pillow`. */
  readonly resize: ResizeKind;
  /** Default true; see `SessionOptions`. */
  readonly foldWeights: boolean;
}

type Setting = string | number | boolean;

/** What a setting may be. */
interface Rule {
  readonly expected: string;
  fits(value: Setting): boolean;
}

/**
 * Reads the overrides of a preset. Throws `E_FEATURE_SETTING` for one that it does not have or a value
 * outside its range, and for a number of threads that is none.
 */
export function readSettings(spec: AnyNeuralSpec, options: ExtractorOptions): NeuralSettings {
  const rules = rulesOf(spec);
  const { settings = {}, threads } = options;
  for (const [name, value] of Object.entries(settings)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule?.fits(value) === true) continue;
    const expected = rule?.expected ?? `one of ${Object.keys(rules).join(", ")}`;
    throw settingError(spec, name, expected, JSON.stringify(value));
  }
  if (threads !== undefined && !isWhole(threads, 1, 1024)) {
    throw settingError(spec, "threads", "a whole number from 1", String(threads));
  }
  return {
    precision: (settings.precision ?? spec.preset.weights?.precision ?? "fp32") as Precision,
    foldWeights: settings.foldWeights !== false,
    tokenLimit: Number(settings.tokenLimit ?? (spec.modality === "text" ? spec.tokenLimit : 0)),
    resize: (settings.resize ?? "pillow") as ResizeKind,
  };
}

/** The settings that a preset has. */
function rulesOf(spec: AnyNeuralSpec): Readonly<Record<string, Rule>> {
  const common = {
    precision: oneOf("fp32", "fp16", "q8"),
    foldWeights: {
      expected: "true or false",
      fits: (value: Setting) => typeof value === "boolean",
    },
  };
  if (spec.modality === "image") return { ...common, resize: oneOf("pillow", "library") };
  const longest = spec.tokenLimit === 77 ? 77 : 512;
  const tokenLimit = {
    expected: `a whole number from 3 to ${longest}`,
    fits: (value: Setting) => isWhole(value, 3, longest),
  };
  return { ...common, tokenLimit };
}

function oneOf(...values: readonly Setting[]): Rule {
  return { expected: values.join(" or "), fits: (value) => values.includes(value) };
}

function isWhole(value: Setting, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function settingError(
  { preset }: AnyNeuralSpec,
  where: string,
  expected: string,
  got: string,
): MoviolaError {
  return new MoviolaError("E_FEATURE_SETTING", `The preset "${preset.id}" cannot take a setting`, {
    where,
    expected,
    got,
    remedy: `\`moviola features list ${preset.id}\` shows the preset`,
  });
}
