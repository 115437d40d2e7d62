/** The settings that a neural preset takes, checked. */
import { availableParallelism } from "node:os";
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

/**
 * Reads the overrides of a preset. Throws `E_FEATURE_SETTING` for one that it does not have or a value
 * outside its range, and for a number of threads that is none.
 */
export function readSettings(spec: AnyNeuralSpec, options: ExtractorOptions): NeuralSettings {
  const isText = spec.modality === "text";
  const standard = isText ? spec.tokenLimit : 0;
  const longest = standard === 77 ? 77 : 512;
  const given = { ...options.settings };
  const take = <T extends Setting>(
    name: string,
    fallback: T,
    expected: string,
    fits: (value: Setting) => boolean,
  ): T => {
    const value = given[name];
    delete given[name];
    if (value === undefined) return fallback;
    if (!fits(value)) throw settingError(spec, name, expected, JSON.stringify(value));
    return value as T;
  };
  const oneOf =
    (...values: string[]) =>
    (value: Setting): boolean =>
      values.includes(String(value)) && typeof value === "string";
  const settings: NeuralSettings = {
    precision: take<Precision>(
      "precision",
      spec.preset.weights?.precision ?? "fp32",
      "fp32, fp16 or q8",
      oneOf("fp32", "fp16", "q8"),
    ),
    foldWeights: take("foldWeights", true, "true or false", (value) => typeof value === "boolean"),
    tokenLimit: isText
      ? take("tokenLimit", standard, `a whole number from 3 to ${longest}`, (value) =>
          isWhole(value, 3, longest),
        )
      : 0,
    resize: isText
      ? "pillow"
      : take<ResizeKind>("resize", "pillow", "pillow or library", oneOf("pillow", "library")),
  };
  const [unknown] = Object.keys(given);
  if (unknown !== undefined) {
    const known = ["precision", "foldWeights", isText ? "tokenLimit" : "resize"];
    throw settingError(spec, unknown, `one of ${known.join(", ")}`, "a setting it does not have");
  }
  if (options.threads !== undefined && !isWhole(options.threads, 1, 1024)) {
    throw settingError(spec, "threads", "a whole number from 1", String(options.threads));
  }
  return settings;
}

/** Threads that a session gets without being told. */
export function defaultThreads(): number {
  return availableParallelism();
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
