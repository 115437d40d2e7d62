/** Times ways of doing the same work so that other work on the machine hits all of them alike. */

/** Vectors of some posters. */
export type Extract = (paths: readonly string[]) => Promise<Float32Array>;

/** One way, timed. */
export interface Timed {
  readonly name: string;
  /** Seconds of each short round, the same posters for all ways. */
  readonly seconds: number[];
  /** Processor time of each, over all cores: what other work on the machine changes least. */
  readonly processorSeconds: number[];
  readonly values: Float32Array[];
}

/** Takes `paths` in short rounds; in each round all ways do it, in an order that turns. */
export async function inTurns(
  ways: readonly (readonly [name: string, extract: Extract])[],
  paths: readonly string[],
  roundSize: number,
): Promise<Timed[]> {
  const timed = ways.map(([name]): Timed => ({
    ...{ name, seconds: [], processorSeconds: [], values: [] },
  }));
  for (const [, extract] of ways) await extract(paths.slice(0, roundSize));
  for (let round = 0; round * roundSize < paths.length; round++) {
    const some = paths.slice(round * roundSize, (round + 1) * roundSize);
    for (let turn = 0; turn < ways.length; turn++) {
      const at = (round + turn) % ways.length;
      const start = performance.now();
      const before = process.cpuUsage();
      const values = await ways[at][1](some);
      const { user, system } = process.cpuUsage(before);
      timed[at].seconds.push((performance.now() - start) / 1000);
      timed[at].processorSeconds.push((user + system) / 1e6);
      timed[at].values.push(values);
    }
  }
  return timed;
}

/** The middle of the values; of two middles the lower. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];
}

/** How many times as fast as `base`: the median over the rounds. */
export function speedUp(
  base: Timed,
  way: Timed,
  measure: "seconds" | "processorSeconds" = "seconds",
): number {
  return median(base[measure].map((value, round) => value / way[measure][round]));
}

/** Whether the vectors are the same to the bit, and else how far they are apart. */
export function differences(base: Timed, way: Timed, dim: number): string {
  let [same, largest, worst] = [true, 0, 1];
  for (const [round, a] of base.values.entries()) {
    const b = way.values[round];
    for (let start = 0; start < a.length; start += dim) {
      let [dot, aa, bb] = [0, 0, 0];
      for (let at = start; at < start + dim; at++) {
        same &&= a[at] === b[at];
        largest = Math.max(largest, Math.abs(a[at] - b[at]));
        dot += a[at] * b[at];
        aa += a[at] ** 2;
        bb += b[at] ** 2;
      }
      worst = Math.min(worst, dot / Math.sqrt(aa * bb));
    }
  }
  if (same) return "identical vectors, to the bit";
  return `lowest cosine ${worst.toFixed(7)}, largest difference ${largest.toExponential(1)}`;
}
