/** Every model by its id: adding a model is adding its folder and one line here. */
import { MoviolaError } from "../common/errors.js";
import type { Config } from "../common/json.js";
import { didYouMean } from "../common/suggest.js";
import type { ModelEntry } from "./model-entry.js";
import type { AnyModel, RatingPredictor, Recommender } from "./contract.js";
import { completeConfig } from "./shared/preset.js";
import { zeroFilledSvd } from "./zero-filled-svd/zero-filled-svd.js";
import { zeroFilledUserCf } from "./zero-filled-user-cf/zero-filled-user-cf.js";
import { zeroFilledItemCf } from "./zero-filled-item-cf/zero-filled-item-cf.js";
import { truncatedSvd } from "./truncated-svd/truncated-svd.js";
import { svdPp } from "./svd-pp/svd-pp.js";
import { bpr } from "./bpr/bpr.js";
import { bm3 } from "./bm3/bm3.js";
import { mgcn } from "./mgcn/mgcn.js";
import { lattice } from "./lattice/lattice.js";
import { freedom } from "./freedom/freedom.js";
import { vbpr } from "./vbpr/vbpr.js";
import { grcn } from "./grcn/grcn.js";
import { slmrec } from "./slmrec/slmrec.js";
import { dualgnn } from "./dualgnn/dualgnn.js";
import { lgmrec } from "./lgmrec/lgmrec.js";
import { mmgcn } from "./mmgcn/mmgcn.js";
import { als } from "./als/als.js";
import { cooper } from "./cooper/cooper.js";
import { elrfaey } from "./elrfaey/elrfaey.js";
import { crane } from "./crane/crane.js";
import { craneReleased } from "./crane-released/crane-released.js";
import { ease } from "./ease/ease.js";
import { aljunid } from "./aljunid/aljunid.js";
import { biasedMf } from "./biased-mf/biased-mf.js";
import { muWu } from "./mu-wu/mu-wu.js";
import { lightGcn } from "./lightgcn/lightgcn.js";
import { itemKnn } from "./item-knn/item-knn.js";
import { rp3beta } from "./rp3beta/rp3beta.js";
import { pureSvd } from "./pure-svd/pure-svd.js";
import { slim } from "./slim/slim.js";
import { popularity } from "./popularity/popularity.js";
import { random } from "./random/random.js";
import { userKnn } from "./user-knn/user-knn.js";
import { siet } from "./siet/siet.js";
import { xia } from "./xia/xia.js";
import { itemKnnBaseline } from "./item-knn-baseline/item-knn-baseline.js";
import { userKnnBaseline } from "./user-knn-baseline/user-knn-baseline.js";
import { itemKnnRating } from "./item-knn-rating/item-knn-rating.js";
import { userKnnRating } from "./user-knn-rating/user-knn-rating.js";
import { bias } from "./bias/bias.js";
import { itemMean } from "./item-mean/item-mean.js";
import { userMean } from "./user-mean/user-mean.js";
import { globalMean } from "./global-mean/global-mean.js";

/** Entries of the ranking models, in the order they are listed. */
export const rankingModels: readonly ModelEntry<Recommender>[] = [
  random,
  popularity,
  itemKnn,
  userKnn,
  rp3beta,
  slim,
  pureSvd,
  bpr,
  lightGcn,
  als,
  ease,
  cooper,
  vbpr,
  mmgcn,
  grcn,
  dualgnn,
  slmrec,
  freedom,
  bm3,
  mgcn,
  lattice,
  lgmrec,
  elrfaey,
  crane,
  craneReleased,
];

/** Entries of the rating predictors, in the order they are listed. */
export const ratingModels: readonly ModelEntry<RatingPredictor>[] = [
  globalMean,
  userMean,
  itemMean,
  bias,
  userKnnRating,
  itemKnnRating,
  userKnnBaseline,
  itemKnnBaseline,
  biasedMf,
  svdPp,
  aljunid,
  muWu,
  siet,
  xia,
  truncatedSvd,
  zeroFilledItemCf,
  zeroFilledUserCf,
  zeroFilledSvd,
];

/** All entries. */
export function allModels(): readonly ModelEntry[] {
  return [...rankingModels, ...ratingModels];
}

/** The entry called `id`; throws `E_MODEL_UNKNOWN` with the list of ids. */
export function modelEntry(id: string): ModelEntry {
  const entry = allModels().find((candidate) => candidate.id === id);
  if (entry === undefined) {
    const ids = allModels().map((candidate) => candidate.id);
    throw new MoviolaError("E_MODEL_UNKNOWN", `There is no model called "${id}"`, {
      expected: ids.join(", "),
      remedy: `${didYouMean(id, ids)}\`moviola models\` lists them with their settings`,
    });
  }
  return entry;
}

/**
 * A model with `config` over the settings of its preset and over its defaults; throws `E_MODEL_CONFIG` on a setting it does not have or a
 * value of another type.
 */
export function createModel(id: string, config: Config = {}): AnyModel {
  const entry = modelEntry(id);
  for (const [key, value] of Object.entries(config)) {
    const standard = Object.hasOwn(entry.defaults, key) ? entry.defaults[key] : undefined;
    if (standard === undefined) throw unknownSetting(entry, key, value);
    if (typeof standard !== typeof value) {
      throw settingError(entry, key, { expected: `a ${typeof standard}`, got: value });
    }
  }
  return entry.create(completeConfig(entry, config));
}

function unknownSetting(entry: ModelEntry, key: string, got: unknown): MoviolaError {
  const names = Object.keys(entry.defaults);
  const expected = `one of ${names.join(", ") || "(it has no settings)"}`;
  return settingError(entry, key, { expected, got, hint: didYouMean(key, names) });
}

function settingError(
  { id }: ModelEntry,
  where: string,
  { expected, got, hint = "" }: { expected: string; got: unknown; hint?: string },
): MoviolaError {
  return new MoviolaError("E_MODEL_CONFIG", `The model "${id}" cannot take this setting`, {
    where,
    expected,
    got: JSON.stringify(got),
    remedy: `${hint}\`moviola models ${id}\` lists its settings with their defaults`,
  });
}
