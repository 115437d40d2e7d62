import type { Config } from "../common/json.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import type { AnyModel, FitInput, FitReport } from "../models/contract.js";
import { createModel, modelEntry } from "../models/registry.js";
import { featuresOfRun } from "./knock-out.js";
import type { RunSettings } from "./options.js";

/** A fitted model with what its fit told and took. */
export interface FittedModel {
  readonly model: AnyModel;
  readonly report: FitReport;
  readonly seconds: number;
}

/** Rows to learn from, and to stop early by when there are any. */
export interface FitParts {
  readonly train: TrainPart;
  readonly valid: ValidPart;
}

/** What a model sees of a run: all but the held-out rows. */
function fitInputOf(
  { dataset, seed = 1, onProgress, signal }: RunSettings,
  { train, valid }: FitParts,
  features: RunSettings["features"],
): FitInput {
  const { ratingScale, itemContent, userAttributes } = dataset;
  return {
    ...{ train, ratingScale, itemContent, userAttributes, seed },
    ...(valid.interactions.nRows > 0 ? { valid } : {}),
    ...(features === undefined ? {} : { features }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** Makes the model and fits it, with the validation part for early stopping when it has rows. */
export async function fitModel(
  settings: RunSettings,
  config: Config,
  parts: FitParts,
): Promise<FittedModel> {
  settings.signal?.throwIfAborted();
  const model = createModel(settings.model, config);
  const input = fitInputOf(settings, parts, featuresOfRun(settings));
  const start = performance.now();
  const report = await model.fit(input);
  return { model, report, seconds: (performance.now() - start) / 1000 };
}

/**
 * About how many bytes the fit of a run will take at its peak, features included; undefined for a model
 * that does not tell. Nothing is computed for it. Throws `E_MODEL_UNKNOWN`, `E_MODEL_CONFIG`.
 */
export function estimateFitBytes(settings: RunSettings, parts: FitParts): number | undefined {
  const { config } = createModel(settings.model, settings.config).describe();
  const input = fitInputOf(settings, parts, settings.features);
  return modelEntry(settings.model).estimateBytes?.(input, config);
}
