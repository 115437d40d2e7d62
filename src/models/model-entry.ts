import type { Config } from "../common/json.js";
import type { AnyModel, FitInput } from "./contract.js";
import type { SearchSpace } from "./search-space.js";

/** What a model does without item features: `required` refuses to fit, `optional` fits on the rest. */
export type FeatureUse = "required" | "optional";

/** How to make one model, with its settings and their defaults. */
export interface ModelEntry<M extends AnyModel = AnyModel> {
  readonly id: string;
  readonly task: "ranking" | "rating";
  readonly defaults: Config;
  /** Groups of settings by the value of the setting `preset` that stands for them; see `shared/preset.ts`. */
  readonly presets?: Readonly<Record<string, Config>>;
  /** Values worth trying for each setting; a search draws from them. */
  readonly searchSpace: SearchSpace;
  /**
   * True when items without a training row get scores that mean something: from content, or a fallback
   * that the model's header documents. Others are refused on splits that hold out whole items, unless
   * they are floors.
   */
  readonly scoresColdItems?: boolean;
  /** Whether the model learns from item features (`FitInput.features`); absent: it does not look at them. */
  readonly features?: FeatureUse;
  /**
   * Bytes that a fit takes at its peak, features included, of models that can tell before they start.
   * `config` is complete.
   */
  estimateBytes?(input: FitInput, config: Config): number;
  /** `config` is complete: `createModel` fills it up. */
  create(config: Config): M;
}
