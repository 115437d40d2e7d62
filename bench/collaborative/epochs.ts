/** Time of an epoch, as a user sees it: from one progress report of a fit to the next. */
import { createModel, type Config, type TrainPart } from "../../src/index.js";

/** Seconds of the quickest epoch of a fit of `epochs` epochs. */
export async function epochSeconds(
  model: string,
  config: Config,
  train: TrainPart,
  epochs: number,
): Promise<number> {
  const ends: number[] = [];
  const ratingScale = { minimum: 1, maximum: 5, step: 1 };
  await createModel(model, { ...config, epochs, patience: 0 }).fit({
    train,
    ratingScale,
    seed: 1,
    onProgress: ({ unit, done }) => {
      if (unit !== "epochs" || !Number.isInteger(done)) return;
      ends[done] ??= performance.now();
    },
  });
  const between = ends.flatMap((end, done) => {
    const before = ends[done - 1];
    return before === undefined ? [] : [(end - before) / 1000];
  });
  return Math.min(...between);
}
