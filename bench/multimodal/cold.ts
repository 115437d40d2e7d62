/**
 * New items: a tenth of the items is held out with all their rows, another tenth for validation, and every
 * user is ranked over all items but its own training and validation items, so that a held-out item
 * stands against every item that others know; and once more among the held-out items alone, which is what a shop
 * asks of a list of new arrivals. The content of held-out items is known, their rows are not.
 */
import {
  makeSplit,
  rankingModels,
  runExperiment,
  type Config,
  type PlainMatrix,
  type Recommender,
  type TableRow,
} from "../../src/index.js";
import { rankNewItems } from "./new-items.js";
import { filmsWithFeatures, type Films, type PresetFeatures } from "./material.js";

/** One row: a model with features by modality, named by their presets. */
interface Candidate {
  readonly model: string;
  readonly note: string;
  readonly config: Config;
  /** Preset by modality. */
  readonly presets: Readonly<Record<string, string>>;
}

const seeds = [1, 2, 3];
const both = { image: "mobilenet-v2", text: "tfidf-lsa" };
const clip = { variant: "clip", fusion: "concatenate" };

/**
 * Rows of one set: means of seeds 1 to 3, each with a split and a fit of its own, and how many times
 * random's recall. Models other than `cooper` are all recommenders that learn from features and score
 * new items, with their defaults; `BENCH_MODELS` names those that are wanted.
 */
export async function coldRows(name: string): Promise<TableRow[]> {
  const films = await filmsWithFeatures(name);
  if (films === undefined) return [];
  const rows: TableRow[] = [];
  let random: number | undefined;
  for (const candidate of wanted()) {
    const features = chosen(films.features, candidate.presets);
    if (features === undefined) continue;
    const { ndcg, recall, among, seconds } = await measure(films, candidate, features);
    const recallMean = mean(recall);
    if (candidate.model === "random") random = recallMean;
    const { model, note } = candidate;
    const words = Object.values(candidate.presets).join(" + ");
    rows.push({
      ...{ model, note, features: words, seconds },
      ndcg: mean(ndcg),
      recall: recallMean,
      spread: Math.max(...recall) - Math.min(...recall),
      among: mean(among),
      ...(random === undefined ? {} : { ratio: recallMean / random }),
    });
    process.stdout.write(`${name} ${model} ${note} ${words}: ${recallMean.toFixed(4)}\n`);
  }
  return rows;
}

function candidates(): Candidate[] {
  const cooper = (note: string, config: Config, presets: Candidate["presets"]): Candidate => ({
    ...{ model: "cooper", note, config, presets },
  });
  const words = ["glove", "tfidf-lsa"].flatMap((text) => [
    cooper("text, as the paper", {}, { text }),
    cooper("text, centred", { centring: true }, { text }),
  ]);
  const image = { image: both.image };
  return [
    { model: "random", note: "floor", config: {}, presets: {} },
    { model: "popularity", note: "floor", config: {}, presets: {} },
    ...words,
    cooper("image, as the paper", { variant: "image" }, image),
    cooper("image, centred", { variant: "image", centring: true }, image),
    cooper("clip, concatenated", clip, both),
    cooper("clip, concatenated, centred", { ...clip, centring: true }, both),
    ...rankingModels
      .filter((entry) => entry.features !== undefined && entry.scoresColdItems === true)
      .filter(({ id }) => id !== "cooper")
      .map(({ id }) => ({ model: id, note: "defaults", config: {}, presets: both })),
  ];
}

/** The candidates whose model is wanted; random always, since it is the measure. */
function wanted(): Candidate[] {
  const named = process.env.BENCH_MODELS?.split(",");
  return candidates().filter(
    ({ model }) => named === undefined || model === "random" || named.includes(model),
  );
}

/** Matrices by modality; undefined when one cannot be made here. */
function chosen(
  known: PresetFeatures,
  presets: Candidate["presets"],
): Record<string, PlainMatrix> | undefined {
  const entries = Object.entries(presets);
  if (entries.some(([, preset]) => !Object.hasOwn(known, preset))) return undefined;
  return Object.fromEntries(entries.map(([modality, preset]) => [modality, known[preset]]));
}

async function measure(
  { dataset }: Films,
  { model, config }: Candidate,
  features: Record<string, PlainMatrix>,
): Promise<{
  readonly ndcg: number[];
  readonly recall: number[];
  readonly among: number[];
  readonly seconds: number;
}> {
  const ndcg: number[] = [];
  const recall: number[] = [];
  const among: number[] = [];
  let seconds = 0;
  for (const seed of seeds) {
    const request = { name: "cold-item", train: 0.8, valid: 0.1, test: 0.1, seed };
    const split = makeSplit(dataset, request);
    const run = await runExperiment({
      ...{ dataset, split, model, config, features, seed },
      metrics: ["ndcg@10", "recall@20"],
      store: false,
      keepModel: true,
    });
    const { record } = run;
    among.push(
      rankNewItems((await run.model()) as Recommender, dataset, [split.train, split.valid]),
    );
    ndcg.push(record.metrics["ndcg@10"].mean);
    recall.push(record.metrics["recall@20"].mean);
    seconds += record.seconds.fit / seeds.length;
  }
  return { ndcg, recall, among, seconds };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
