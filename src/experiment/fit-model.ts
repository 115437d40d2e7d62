import type { Config } from "../common/json.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import type { AnyModel, FitInput, FitReport } from "../models/contract.js";
import { createModel } from "../models/registry.js";
import { featuresOfRun } from "./knock-out.js";
import type { RunSettings } from "./options.js";

/** A fitted model with what its fit told and took. */
export interface FittedModel {
  readonly model: AnyModel;
  readonly report: FitReport;
  readonly seconds: number;
}

/** Makes the model and fits it, with the validation part for early stopping when it has rows. */
export async function fitModel(
  settings: RunSettings,
  config: Config,
  parts: { readonly train: TrainPart; readonly valid: ValidPart },
): Promise<FittedModel> {
  const { dataset, onProgress, signal, seed = 1 } = settings;
  const features = featuresOfRun(settings);
  signal?.throwIfAborted();
  const model = createModel(settings.model, config);
  const input: FitInput = {
    train: parts.train,
    ...(parts.valid.interactions.nRows > 0 ? { valid: parts.valid } : {}),
    ratingScale: dataset.ratingScale,
    itemContent: dataset.itemContent,
    userAttributes: dataset.userAttributes,
    ...(features === undefined ? {} : { features }),
    seed,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
  const start = performance.now();
  const report = await model.fit(input);
  return { model, report, seconds: (performance.now() - start) / 1000 };
}
