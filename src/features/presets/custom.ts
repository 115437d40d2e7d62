/**
 * Any ONNX model in a folder: what it reads, which output, which pooling, said in settings.
 *
 * - `model`: `<organisation>/<model>` under a model folder; required;
 * - `modality`: `text` or `image`; required;
 * - `file`: name of the ONNX file without its precision; default `model`;
 * - `input`: default `input_ids` or `pixel_values`;
 * - `output`: default `last_hidden_state`; `pooling`: `cls`, `mean`, `known-mean` or `pooled`; default
 *   `mean` for texts, `pooled` for images;
 * - `unitLength`: scale to length 1; default false;
 * - `licence`: what is noted; default "not stated".
 *
 * The folder holds `tokenizer.json`, or `preprocessor_config.json` for images. `dim` is what the model
 * says. `precision`, `tokenLimit`, `resize` and `foldWeights` are taken as by every neural preset.
 */
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import type { ExtractorOptions, FeaturePreset, ItemExtractor, PresetEntry } from "../contract.js";
import { modelFileName, readModelJson, type Precision } from "../neural/model-files.js";
import { findModel, modelRoots } from "../neural/model-roots.js";
import { openNeural } from "../neural/open-neural.js";
import {
  describePixels,
  parsePixels,
  type PixelSettings,
} from "../neural/pixels/pixel-settings.js";
import { dimAxisOf, type Pooling } from "../neural/pooling.js";
import { openSession } from "../neural/session/session.js";
import type { AnyNeuralSpec } from "../neural/spec.js";

const preset: FeaturePreset = {
  id: "custom",
  title: "an ONNX model of your own",
  modality: "text",
  dim: 0,
  layer: "as set",
  pooling: "as set",
  preprocessing: {},
  licence: "the model's",
  source: "settings model, modality, file, input, output, pooling",
};

/** An ONNX model of one's own; the extractor's preset says what it turned out to be. */
export const custom: PresetEntry = { preset, open };

async function open(options: ExtractorOptions): Promise<ItemExtractor> {
  const { own, rest } = splitSettings(options.settings ?? {});
  const modality = required(own, "modality", ["text", "image"]) as "text" | "image";
  const model = required(own, "model");
  const file = textOf(own, "file", "model");
  const standard = modality === "text" ? "mean" : "pooled";
  const pooling = oneOf(own, "pooling", standard, ["cls", "mean", "known-mean", "pooled"]);
  const output = textOf(own, "output", "last_hidden_state");
  const precision = (rest.precision ?? "fp32") as Precision;
  const wanted = { id: model, file: modelFileName(file, precision), preset: "custom" };
  const found = await findModel(wanted, modelRoots(options.modelFolders));
  const dim = await dimOf(found.path, output, pooling as Pooling);
  const spec = await specOf({
    ...{ modality, folder: found.folder, model, file, output, precision, dim },
    pooling: pooling as Pooling,
    unitLength: own.unitLength === true,
    input: textOf(own, "input", modality === "text" ? "input_ids" : "pixel_values"),
    licence: textOf(own, "licence", "not stated"),
  });
  return openNeural(spec, { ...options, settings: rest });
}

interface Described {
  readonly modality: "text" | "image";
  readonly folder: string;
  readonly model: string;
  readonly file: string;
  readonly input: string;
  readonly output: string;
  readonly pooling: Pooling;
  readonly precision: Precision;
  readonly unitLength: boolean;
  readonly licence: string;
  readonly dim: number;
}

async function specOf(described: Described): Promise<AnyNeuralSpec> {
  const { modality, model, file, input, output, pooling, unitLength } = described;
  const pixels = modality === "image" ? await pixelsOf(described.folder) : undefined;
  const own: FeaturePreset = {
    ...preset,
    ...{ modality, dim: described.dim, layer: output, pooling, licence: described.licence },
    title: model,
    weights: { model, revision: "local", precision: described.precision },
    preprocessing: pixels === undefined ? { tokenizer: "the model's own" } : describePixels(pixels),
    ...(modality === "text" ? { tokenLimit: 256 } : {}),
  };
  const common = { preset: own, model, file, input, output, pooling, unitLength };
  return pixels === undefined
    ? { ...common, modality: "text", tokenLimit: 256 }
    : { ...common, modality: "image", pixels };
}

async function pixelsOf(folder: string): Promise<PixelSettings> {
  const path = join(folder, "preprocessor_config.json");
  const config = await readModelJson(folder, "preprocessor_config.json");
  if (config !== undefined) return parsePixels(config, path);
  throw new MoviolaError("E_FEATURE_PROCESSOR", "A model does not say which images it wants", {
    where: path,
    expected: "a file with size, resample, image_mean and image_std",
    got: "none",
    remedy: "Copy preprocessor_config.json from where the model comes from",
  });
}

/** 0 where the model leaves the size open or has no such output: then opening says so. */
async function dimOf(path: string, output: string, pooling: Pooling): Promise<number> {
  const session = await openSession(path, { device: "cpu", threads: 1 });
  await session.close();
  const found = session.outputs.find((candidate) => candidate.name === output);
  const size = found?.shape[dimAxisOf(pooling)];
  if (found === undefined || typeof size === "number") return typeof size === "number" ? size : 0;
  throw new MoviolaError("E_FEATURE_MODEL_SHAPE", "A model does not say how long its vectors are", {
    where: path,
    expected: `\`${output}\` with a fixed number ${dimAxisOf(pooling) + 1} of its dimensions`,
    got: `[${found.shape.join(", ")}]`,
    remedy: "Export the model with that dimension fixed, or choose another output or pooling",
  });
}

type Settings = Readonly<Record<string, string | number | boolean>>;

const ownNames = [
  ...["model", "modality", "file", "input", "output", "pooling"],
  ...["unitLength", "licence"],
];

function splitSettings(settings: Settings): { own: Settings; rest: Settings } {
  const entries = Object.entries(settings);
  return {
    own: Object.fromEntries(entries.filter(([name]) => ownNames.includes(name))),
    rest: Object.fromEntries(entries.filter(([name]) => !ownNames.includes(name))),
  };
}

function required(own: Settings, name: string, values?: readonly string[]): string {
  const value = own[name];
  const fits = values === undefined ? typeof value === "string" && value !== "" : undefined;
  if (fits ?? values?.includes(String(value))) return String(value);
  throw settingError(name, values?.join(" or ") ?? "a text", value);
}

function oneOf(own: Settings, name: string, fallback: string, values: readonly string[]): string {
  return own[name] === undefined ? fallback : required(own, name, values);
}

function textOf(own: Settings, name: string, fallback: string): string {
  return own[name] === undefined ? fallback : required(own, name);
}

function settingError(where: string, expected: string, got: unknown): MoviolaError {
  return new MoviolaError("E_FEATURE_SETTING", 'The preset "custom" cannot take a setting', {
    where,
    expected,
    got: got === undefined ? "nothing" : JSON.stringify(got),
    remedy: "Say what the model reads and which output to take: model, modality, output, pooling",
  });
}
