import { canonicalJson } from "../../common/hash.js";
import type { Dataset } from "../../data/dataset.js";
import type {
  BatchVectors,
  Device,
  Extractor,
  ExtractorIdentity,
  ExtractorOptions,
  FeaturePreset,
  ItemInput,
  PresetEntry,
} from "../contract.js";
import { runBatch } from "../extract/run-batch.js";
import { readSources, type ItemSource } from "../extract/sources.js";
import { hasVector } from "../store/stored-set.js";
import { genresOfNearest } from "./neighbours.js";
import { readReference, type ReferenceVectors, type ReferenceSample } from "./reference-vectors.js";
import {
  cosineRung,
  downstreamRung,
  neighbourRung,
  pixelRung,
  rungNames,
  rungReached,
  tokenRung,
  untested,
  type RungName,
  type RungResult,
} from "./rungs.js";

/** How far a preset climbs. */
export interface LadderResult {
  readonly preset: string;
  readonly identity: ExtractorIdentity;
  readonly device: Device;
  /** Undefined when no rung could be tested, or the lowest fails. */
  readonly reached: RungName | undefined;
  readonly rungs: readonly RungResult[];
  /** Samples that were compared. */
  readonly nSamples: number;
  /** The independent implementation; "none" without a reference. */
  readonly madeBy: string;
}

/** Options of {@link verifyPreset}. */
export interface VerifyOptions extends ExtractorOptions {
  /** Folder with `<preset>.json`; default `data/reference-vectors` of the package. */
  readonly references?: string;
  /** Mean of paired differences with its interval; without it the highest rung is not tested. */
  readonly interval?: (differences: Float64Array) => { mean: number; low: number; high: number };
  readonly signal?: AbortSignal;
}

/**
 * Compares a preset with an independent implementation on the fixed samples of its reference, rung by
 * rung. `dataset` holds the samples: the demo set with its posters. Nothing is taken from the store.
 * Throws `E_FEATURE_REFERENCE`, and what opening the preset throws.
 */
export async function verifyPreset(
  entry: PresetEntry,
  dataset: Dataset,
  options: VerifyOptions = {},
): Promise<LadderResult> {
  const { references, interval, signal, ...openOptions } = options;
  const reference = await readReference(entry.preset.id, references);
  const settings = { ...reference?.settings, ...openOptions.settings };
  const extractor = await entry.open({ ...openOptions, settings });
  try {
    const { identity, device } = extractor;
    const { samples, inputs } = await findSamples(extractor, dataset, reference, signal);
    const vectorsOf = (): Promise<BatchVectors> =>
      sampleVectors(extractor, samples, inputs, signal);
    const rungs = await climb(extractor, samples, reference, vectorsOf, interval);
    return {
      preset: entry.preset.id,
      ...{ identity, device, rungs },
      reached: rungReached(rungs),
      nSamples: samples.length,
      madeBy: reference?.madeBy ?? "none",
    };
  } finally {
    await extractor.close();
  }
}

/** A sample with what the data set has of it. */
interface Sample {
  readonly reference: ReferenceSample;
  readonly item: number;
  readonly input: ItemInput;
  readonly genres: readonly string[];
}

/** What is compared, and what a preset that learns from all items gets. */
interface FoundSamples {
  readonly samples: readonly Sample[];
  /** By `itemIndex`. */
  readonly inputs: readonly ItemInput[];
}

/** Samples whose text or file is the one that the reference was made from. */
async function findSamples(
  { preset }: Extractor,
  dataset: Dataset,
  reference: ReferenceVectors | undefined,
  signal: AbortSignal | undefined,
): Promise<FoundSamples> {
  if (reference === undefined) return { samples: [], inputs: [] };
  const options = signal === undefined ? {} : { signal };
  const sources: ItemSource[] = await readSources(dataset, preset.modality, options);
  const samples = reference.samples.flatMap((sample) => {
    const item = dataset.items.indexOf(sample.item);
    if (item < 0 || sources[item].hash !== sample.source) return [];
    const { genres } = dataset.itemContent[item];
    return [{ reference: sample, item, input: sources[item].input, genres }];
  });
  return { samples, inputs: sources.map(({ input }) => input) };
}

/**
 * Vectors of the samples. A preset that learns from all items learns from the whole data set, as its
 * reference did.
 */
async function sampleVectors(
  extractor: Extractor,
  samples: readonly Sample[],
  inputs: readonly ItemInput[],
  signal: AbortSignal | undefined,
): Promise<BatchVectors> {
  if (extractor.kind === "item") {
    return runBatch(
      extractor,
      samples.map(({ input }) => input),
      signal,
    );
  }
  const { dim } = extractor.preset;
  const all = await extractor.extractAll(inputs, new Uint8Array(inputs.length).fill(1), signal);
  const values = new Float32Array(samples.length * dim);
  samples.forEach(({ item }, row) => {
    values.set(all.values.subarray(item * dim, (item + 1) * dim), row * dim);
  });
  return {
    values,
    states: samples.map(({ item }) => all.states[item]),
    remarks: samples.map(({ item }) => all.remarks[item]),
  };
}

async function climb(
  extractor: Extractor,
  samples: readonly Sample[],
  reference: ReferenceVectors | undefined,
  vectorsOf: () => Promise<BatchVectors>,
  interval: VerifyOptions["interval"],
): Promise<RungResult[]> {
  const all = (reason: string): RungResult[] => rungNames.map((rung) => untested(rung, reason));
  if (reference === undefined) return all("there are no reference vectors");
  if (samples.length === 0) return all("no sample is as it was for the reference");
  return [
    await pixelsOf(extractor, samples, reference),
    await tokensOf(extractor, samples),
    ...(await vectorRungs(extractor.preset, samples, reference, vectorsOf, interval)),
  ];
}

async function pixelsOf(
  extractor: Extractor,
  samples: readonly Sample[],
  { pixelStep }: ReferenceVectors,
): Promise<RungResult> {
  if (extractor.preset.modality !== "image") return untested("pixels", "it reads texts");
  const some = samples.filter((sample) => sample.reference.pixels !== undefined);
  if (some.length === 0 || extractor.kind === "corpus" || extractor.prepare === undefined) {
    return untested("pixels", "there are no pixels to compare");
  }
  const got: Float32Array[] = [];
  for (const { input } of some) {
    const prepared = Float32Array.from((await extractor.prepare(input)) ?? []);
    got.push(prepared.filter((_value, place) => place % pixelStep === 0));
  }
  return pixelRung(
    got,
    some.map((sample) => sample.reference.pixels!),
  );
}

async function tokensOf(extractor: Extractor, samples: readonly Sample[]): Promise<RungResult> {
  if (extractor.preset.modality !== "text") return untested("tokens", "it reads images");
  const some = samples.filter((sample) => sample.reference.tokens !== undefined);
  if (some.length === 0 || extractor.kind === "corpus" || extractor.prepare === undefined) {
    return untested("tokens", "there are no token ids to compare");
  }
  const got: ArrayLike<number>[] = [];
  for (const { input } of some) got.push((await extractor.prepare(input)) ?? []);
  return tokenRung(
    got,
    some.map((sample) => sample.reference.tokens!),
  );
}

async function vectorRungs(
  preset: FeaturePreset,
  samples: readonly Sample[],
  { dim }: ReferenceVectors,
  vectorsOf: () => Promise<BatchVectors>,
  interval: VerifyOptions["interval"],
): Promise<RungResult[]> {
  const vectorNames = ["cosine", "neighbours", "downstream"] as const;
  if (preset.dim !== dim) {
    const detail = `${preset.dim} numbers a vector, the reference has ${dim}`;
    return vectorNames.map((rung) => ({ rung, passed: false, detail }));
  }
  const { values, states } = await vectorsOf();
  const failed = states.findIndex((state) => !hasVector(state));
  if (failed >= 0) {
    const detail = `item ${samples[failed].reference.item} is ${states[failed]}`;
    return vectorNames.map((rung) => ({ rung, passed: false, detail }));
  }
  const expected = new Float32Array(samples.length * dim);
  samples.forEach(({ reference }, row) => expected.set(reference.vector, row * dim));
  const tooFew = samples.length < 12;
  return [
    cosineRung(values, expected, dim),
    tooFew
      ? untested("neighbours", `${samples.length} samples, at least 12 needed`)
      : neighbourRung(values, expected, dim),
    downstream(values, expected, dim, samples, tooFew ? undefined : interval),
  ];
}

function downstream(
  got: Float32Array,
  expected: Float32Array,
  dim: number,
  samples: readonly Sample[],
  interval: VerifyOptions["interval"],
): RungResult {
  if (interval === undefined) return untested("downstream", "no interval was asked for");
  const genres = samples.map((sample) => sample.genres);
  const ours = genresOfNearest({ values: got, dim }, genres);
  const theirs = genresOfNearest({ values: expected, dim }, genres);
  const difference = interval(ours.map((value, row) => value - theirs[row]));
  return downstreamRung("genre agreement of the ten nearest", difference);
}

/** True when a result is about vectors of this identity. */
export function isAbout(
  result: Pick<LadderResult, "identity">,
  identity: ExtractorIdentity,
): boolean {
  return canonicalJson(result.identity) === canonicalJson(identity);
}
