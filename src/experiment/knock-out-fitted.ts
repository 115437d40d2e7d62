/** Taking a modality from a model that is fitted already, to see what its scores owe to it. */
import { MoviolaError } from "../common/errors.js";
import type { AnyModel, FitInput } from "../models/contract.js";
import { knockOut, type FeaturesByName, type KnockOutKind } from "./knock-out.js";

/**
 * A model that scores as `model` does, with one modality knocked out and nothing learned anew; `model` stays as it
 * is. `input` is what it was fitted on: `train` and the features, of which `modality` is changed as
 * {@link knockOut} says; `absent` is as if no item had it, also where it is the only one. Where a run with
 * `knockOut` tells what a model loses that never saw the modality, this tells what one loses that relies on it.
 *
 * Throws `E_EXPERIMENT_KNOCK_OUT` for a modality that is not among the features or another kind,
 * `E_MODEL_FIXED` for a model whose scores read no features, since they only shape what it learns,
 * `E_MODEL_UNFITTED`, `E_MODEL_FEATURES`, `E_MODEL_ITEM`, `E_MODEL_USER`.
 */
export async function knockOutFitted<Model extends AnyModel>(
  model: Model,
  input: FitInput,
  modality: string,
  kind: KnockOutKind,
  options: { readonly seed?: number } = {},
): Promise<Model> {
  const features = input.features ?? {};
  const changed = knockOut(features, modality, kind, options);
  const { [modality]: _gone, ...others } = features;
  const left: FeaturesByName = kind === "absent" ? others : changed;
  if (model.withFeatures === undefined) {
    const { id } = model.describe();
    throw new MoviolaError("E_MODEL_FIXED", `The scores of "${id}" read no item features`, {
      expected: "a model that has `withFeatures`",
      got: id,
      remedy: "Fit it anew with `knockOut` among the settings of the run",
    });
  }
  return (await model.withFeatures({ ...input, features: left })) as Model;
}
