import { MoviolaError } from "../../../common/errors.js";

type Arrays = Readonly<Record<string, Float32Array>>;

/** The first array with a number that is not finite. */
export function brokenArray(arrays: Arrays): string | undefined {
  return Object.keys(arrays).find((name) => !arrays[name].every(Number.isFinite));
}

/** Names the parameter that is no longer finite, or the one with the largest number. */
export function suspect(parameters: Arrays): string {
  const broken = brokenArray(parameters);
  if (broken !== undefined) return `${broken} is not finite`;
  let [largest, name] = [-1, "no parameter"];
  for (const [each, values] of Object.entries(parameters)) {
    const own = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (own > largest) [largest, name] = [own, each];
  }
  return `largest in ${name} (${largest.toPrecision(3)})`;
}

/** `E_GRAPH_DIVERGED` with the step, the layer, and the checkpoint to go back to. */
export function divergedError(
  { step, epoch, parameters }: { step: number; epoch: number; parameters: Arrays },
  { expected, got, checkpoint }: { expected: string; got: string; checkpoint: string | undefined },
): MoviolaError {
  const back = checkpoint === undefined ? "there is no checkpoint" : `last good: ${checkpoint}`;
  return new MoviolaError("E_GRAPH_DIVERGED", "A training has diverged", {
    where: `step ${step}, epoch ${epoch}; parameters: ${suspect(parameters)}`,
    expected,
    got,
    remedy: `Lower the learning rate, or clip the gradient; ${back}`,
  });
}
