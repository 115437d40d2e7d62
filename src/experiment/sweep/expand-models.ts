/** The models of a sweep: every configuration that an entry of the file stands for, with its label. */
import type { Config } from "../../common/json.js";
import { createModel, modelEntry } from "../../models/registry.js";
import type { SweepModel } from "./specification.js";
import { atPath, sweepFileError } from "./sweep-error.js";

/** One configuration of one model. */
export interface ModelChoice {
  readonly id: string;
  /** What tables call it: the entry's name, or the id with the settings that vary or are not its defaults. */
  readonly label: string;
  /** Complete: defaults included. */
  readonly config: Config;
  readonly knockOut?: SweepModel["knockOut"];
}

/** The best configuration of a saved search; `path` as the file writes it. */
export type ReadTuned = (
  path: string,
) => Promise<{ readonly model: string; readonly config: Config }>;

/**
 * All configurations of an entry for the data set that is called `dataset`: lists of values as their
 * product (the last setting changes fastest), then named ones; those of a search come under them.
 * Throws `E_SWEEP_FILE` with `where` the path in the file, from `path` on.
 */
export async function expandModel(
  entry: SweepModel,
  path: string,
  dataset: string,
  readTuned: ReadTuned,
): Promise<ModelChoice[]> {
  const { model, name } = entry;
  atPath(`${path}.model`, () => modelEntry(model));
  const base = await tunedConfig(entry, `${path}.tuned`, dataset, readTuned);
  const tunedLabel = entry.tuned === undefined ? undefined : `${model}, tuned`;
  const label = name ?? tunedLabel;
  const knocked = (choice: ModelChoice): ModelChoice => withKnockOut(entry, choice);
  const complete = (config: Config, at: string): Config =>
    atPath(at, () => createModel(model, { ...base, ...config }).describe().config);
  const named = Object.entries(entry.configs ?? {}).map(([key, config]) => ({
    id: model,
    label: `${label ?? model}, ${key}`,
    config: complete(config, `${path}.configs.${key}`),
  }));
  if (entry.config === undefined && named.length > 0) return named.map(knocked);
  const varied = Object.entries(entry.config ?? {})
    .filter(([, value]) => typeof value === "object")
    .map(([setting]) => setting);
  checkSize(entry.config ?? {}, `${path}.config`);
  const products = product(entry.config ?? {}).map((given) => {
    const config = complete(given, `${path}.config`);
    const shown = label === undefined ? shownSettings(model, config, varied) : varied;
    return { id: model, label: labelled(label ?? model, config, shown), config };
  });
  return [...products, ...named].map(knocked);
}

/** The choice with what its entry knocks out, which its label tells unless the entry has a name. */
function withKnockOut({ name, knockOut }: SweepModel, choice: ModelChoice): ModelChoice {
  if (knockOut === undefined) return choice;
  const words = Object.entries(knockOut).map(([modality, kind]) => `, ${modality} ${kind}`);
  const label = name === undefined ? choice.label + words.join("") : choice.label;
  return { ...choice, label, knockOut };
}

async function tunedConfig(
  entry: SweepModel,
  path: string,
  dataset: string,
  readTuned: ReadTuned,
): Promise<Config> {
  if (entry.tuned === undefined) return {};
  const file = typeof entry.tuned === "string" ? entry.tuned : entry.tuned[dataset];
  if (file === undefined) {
    const got = Object.keys(entry.tuned).join(", ") || "none";
    throw sweepFileError(path, `the file of a search for the data set "${dataset}"`, got);
  }
  const { model, config } = await readTuned(file);
  if (model !== entry.model) {
    throw sweepFileError(
      path,
      `a search over "${entry.model}"`,
      `${file}, a search over "${model}"`,
    );
  }
  return config;
}

type Grid = NonNullable<SweepModel["config"]>;

/** Most configurations that the lists of one entry may stand for. */
const maximumSize = 10_000;

function checkSize(grid: Grid, path: string): void {
  const size = Object.values(grid).reduce<number>(
    (total, given) => total * (typeof given === "object" ? given.length : 1),
    1,
  );
  if (size <= maximumSize) return;
  throw sweepFileError(path, `at most ${maximumSize} configurations`, String(size), {
    remedy: "Search with `moviola tune`, and give its file as `tuned`",
  });
}

/** Every choice of one value a setting; the last setting changes fastest. */
function product(grid: Grid): Config[] {
  let configs: Config[] = [{}];
  for (const [setting, given] of Object.entries(grid)) {
    const values = typeof given === "object" ? given : [given];
    configs = configs.flatMap((config) => values.map((value) => ({ ...config, [setting]: value })));
  }
  return configs;
}

/** Those that the entry varies, and those that are not the model's defaults. */
function shownSettings(model: string, config: Config, varied: readonly string[]): string[] {
  const { defaults } = modelEntry(model);
  return Object.keys(config).filter(
    (setting) => varied.includes(setting) || config[setting] !== defaults[setting],
  );
}

function labelled(name: string, config: Config, settings: readonly string[]): string {
  const words = settings.map((setting) => `${setting} ${config[setting]}`);
  return words.length === 0 ? name : `${name} (${words.join(", ")})`;
}
