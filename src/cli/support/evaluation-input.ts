/** What `moviola evaluate` works on: rows and their split, content, and features. */
import { MoviolaError } from "../../common/errors.js";
import type { RatingScale } from "../../data/dataset.js";
import type { GivenFeatures } from "../../experiment/given-features/read-features.js";
import type { ReadOptions } from "./evaluation-options.js";
import { checkFeatures, parseFeatures, readModalities } from "./feature-options.js";
import { readGivenContent, type ContentOptions } from "./given-content.js";
import { readGivenFiles, type GivenData } from "./given-files.js";
import { readNamedData } from "./named-data.js";

/** Options that name what is evaluated on. */
export interface EvaluationInputOptions extends ReadOptions, ContentOptions {
  readonly train?: string;
  readonly valid?: string;
  readonly test?: string;
  readonly data?: string;
  readonly split?: readonly string[];
  readonly features?: readonly string[];
  readonly timeOrder: "none" | "user" | "all";
  readonly ratingScale?: RatingScale;
  readonly seed: number;
}

/** Rows, their split and the features of the model's items. */
export interface EvaluationInput extends GivenData {
  readonly modalities: readonly GivenFeatures[];
}

/**
 * Checks the options against each other and the model before anything is read. Throws `E_CLI_INPUT`,
 * `E_CLI_FEATURES`.
 */
export function checkEvaluationInput(options: EvaluationInputOptions, model: string): void {
  const { train, valid, test, data, split, items, users } = options;
  const files = { train, valid, test, items, users };
  const named = Object.entries(files).flatMap(([name, file]) => (file === undefined ? [] : [name]));
  if (data === undefined && (train === undefined || test === undefined || split !== undefined)) {
    throw inputError(named.concat(split === undefined ? [] : ["split"]));
  }
  if (data !== undefined && named.length > 0) throw inputError([...named, "data"]);
  const sources = parseFeatures(options.features);
  // A folder of MMRec brings its features.
  if (data === undefined) checkFeatures(model, sources);
}

/** Reads all that the options name. Throws what reading throws, and `E_CLI_FEATURES`. */
export async function readEvaluationInput(
  options: EvaluationInputOptions,
  model: string,
): Promise<EvaluationInput> {
  const asked = parseFeatures(options.features);
  if (options.data !== undefined) {
    const { data, split, threshold, seed } = options;
    const { features, ...given } = await readNamedData({
      ...{ data, seed },
      ...(split === undefined ? {} : { split }),
      ...(threshold === undefined ? {} : { threshold }),
    });
    const sources = Object.keys(asked).length > 0 ? asked : features;
    const warnings = [...given.warnings, ...checkFeatures(model, asked, sources)];
    const modalities = await readModalities(model, sources, given.dataset);
    return { ...given, warnings, modalities };
  }
  const { train, valid, test } = options as { train: string; valid?: string; test: string };
  const content = await readGivenContent(options);
  const files = { train, test, ...(valid === undefined ? {} : { valid }) };
  const given = await readGivenFiles(files, {
    ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
    ...(options.ratingScale === undefined ? {} : { scale: options.ratingScale }),
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    timeOrder: options.timeOrder,
    content,
  });
  const warnings = [...given.warnings, ...checkFeatures(model, asked)];
  const modalities = await readModalities(model, asked, given.dataset, content.items?.ids);
  return { ...given, warnings, modalities };
}

function inputError(given: readonly string[]): MoviolaError {
  return new MoviolaError("E_CLI_INPUT", "An evaluation needs training and test rows", {
    where: "moviola evaluate",
    expected: "--train <file> and --test <file>, or --data <name> with --split <recipe>",
    got: given.length === 0 ? "none of them" : given.map((name) => `--${name}`).join(", "),
    remedy: "`moviola data split` makes such files; --data brings its own items and users",
  });
}
