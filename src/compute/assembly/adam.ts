// Twin: src/compute/kernels/adam.ts, which says what the arguments are.

/** Values of one task; the twin has the same number. */
const VALUES_PER_TASK: i32 = 16384;

export function adamStep(
  task: i32,
  _slot: i32,
  nValues: i32,
  stepSize: f32,
  rootCorrection: f32,
  firstDecay: f32,
  firstRate: f32,
  secondDecay: f32,
  secondRate: f32,
  epsilon: f32,
  regularisation: f32,
  parameters: usize,
  gradient: usize,
  firstMoment: usize,
  secondMoment: usize,
): void {
  const first = task * VALUES_PER_TASK;
  const last = min(first + VALUES_PER_TASK, nValues);
  const keptFirst = f32x4.splat(firstDecay);
  const newFirst = f32x4.splat(firstRate);
  const keptSecond = f32x4.splat(secondDecay);
  const newSecond = f32x4.splat(secondRate);
  const step = f32x4.splat(stepSize);
  const root = f32x4.splat(rootCorrection);
  const small = f32x4.splat(epsilon);
  const shrinking = f32x4.splat(regularisation);
  const zero = f32x4.splat(0);
  let at = first;
  for (; at + 4 <= last; at += 4) {
    const place = (<usize>at) << 2;
    const parameter = v128.load(parameters + place);
    const slope = f32x4.add(v128.load(gradient + place), f32x4.mul(shrinking, parameter));
    const mean = f32x4.add(
      f32x4.mul(keptFirst, v128.load(firstMoment + place)),
      f32x4.mul(newFirst, slope),
    );
    const square = f32x4.add(
      f32x4.mul(keptSecond, v128.load(secondMoment + place)),
      f32x4.mul(newSecond, f32x4.mul(slope, slope)),
    );
    const size = f32x4.add(f32x4.mul(f32x4.sqrt(square), root), small);
    v128.store(firstMoment + place, mean);
    v128.store(secondMoment + place, square);
    v128.store(gradient + place, zero);
    v128.store(parameters + place, f32x4.sub(parameter, f32x4.div(f32x4.mul(step, mean), size)));
  }
  for (; at < last; at++) {
    const place = (<usize>at) << 2;
    const parameter = load<f32>(parameters + place);
    const slope = load<f32>(gradient + place) + regularisation * parameter;
    const mean = firstDecay * load<f32>(firstMoment + place) + firstRate * slope;
    const square = secondDecay * load<f32>(secondMoment + place) + secondRate * (slope * slope);
    store<f32>(firstMoment + place, mean);
    store<f32>(secondMoment + place, square);
    store<f32>(gradient + place, 0);
    const size = sqrt<f32>(square) * rootCorrection + epsilon;
    store<f32>(parameters + place, parameter - (stepSize * mean) / size);
  }
}
