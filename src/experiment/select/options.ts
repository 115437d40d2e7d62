import type { SearchSpace } from "../../models/search-space.js";
import type { RunSettings } from "../options.js";
import type { TuningParts } from "./tuning-parts.js";

/** What a search is made of. */
export interface SearchOptions extends Omit<RunSettings, "metrics" | "topK" | "keepModel"> {
  /** Made by `tuningParts(split)`; a split itself does not fit. */
  readonly parts: TuningParts;
  /** The metric to choose by, such as `recall@20`; default `ndcg@10` or `rmse`. */
  readonly metric?: string;
  /** What to try; default the model's own search space. Settings in `config` stay fixed. */
  readonly space?: SearchSpace;
  /** Threads that try configurations at once, which changes no number; default 1, the calling one. */
  readonly workers?: number;
}
