/** Time of an epoch, as a user sees it: what a fit of more epochs takes longer. */
import { createModel, type Config, type TrainPart } from "../../src/index.js";

/** Seconds of an epoch: the difference of fits of `epochs` + 1 epochs and of one, by `epochs`. */
export async function epochSeconds(
  model: string,
  config: Config,
  train: TrainPart,
  epochs: number,
): Promise<number> {
  const fit = async (count: number): Promise<number> => {
    const start = performance.now();
    await createModel(model, { ...config, epochs: count, patience: 0 }).fit({
      train,
      ratingScale: { minimum: 1, maximum: 5, step: 1 },
      seed: 1,
    });
    return (performance.now() - start) / 1000;
  };
  const one = Math.min(await fit(1), await fit(1));
  return ((await fit(epochs + 1)) - one) / epochs;
}
