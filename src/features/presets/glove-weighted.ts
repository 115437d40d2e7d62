/**
 * GloVe word vectors of the known words of a text, weighted by rarity, without the direction that all
 * texts share (smooth inverse frequency). Differs from {@link glove} in the weights and in learning
 * from the whole collection.
 */
import { packagesThat } from "../extract/versions.js";
import { gloveWeightedExtractor } from "../glove/glove-weighted-extractor.js";
import { rarityConstant } from "../glove/rarity-mean.js";
import { hashWeights, modelFileName } from "../neural/model-files.js";
import { findModel, modelRoots } from "../neural/model-roots.js";
import { checkModel } from "../neural/session/check-model.js";
import { openSession } from "../neural/session/session.js";
import { openTokenizer } from "../neural/text/tokenizer.js";
import { requireCpu, wholeSettings } from "../shared/plain-options.js";
import { checkWeights } from "../weights/check-weights.js";
import type { CorpusExtractor, ExtractorOptions, FeaturePreset, PresetEntry } from "../contract.js";
import { glove } from "./glove.js";

const standardLimit = 512;
const model = "stanfordnlp/glove-twitter-25d-12k";

const preset: FeaturePreset = {
  ...glove.preset,
  id: "glove-weighted",
  title: "GloVe Twitter 25d, mean weighted by rarity, common direction removed",
  pooling: "mean weighted by a / (a + p), less its part along the first singular vector",
  tokenLimit: standardLimit,
  preprocessing: {
    ...glove.preset.preprocessing,
    a: rarityConstant,
    p: "a word's share of the known words of the texts that are learnt from",
    version: 1,
  },
  source: "Arora, Liang and Ma 2017 (SIF) over Pennington, Socher and Manning 2014",
};

/** GloVe weighted by rarity; the setting `tokenLimit` is 3 to 512, by default 512. */
export const gloveWeighted: PresetEntry = { preset, open: openWeighted };

async function openWeighted(options: ExtractorOptions): Promise<CorpusExtractor> {
  const given = wholeSettings(preset.id, options, { tokenLimit: [3, standardLimit] });
  const { tokenLimit = standardLimit } = given;
  requireCpu(preset.id, options);
  const wanted = { id: model, file: modelFileName("model", "fp32"), preset: preset.id };
  const { path, folder } = await findModel(wanted, modelRoots(options.modelFolders));
  const weightFiles = await hashWeights(path, folder);
  const weights = await checkWeights({ model, preset: preset.id, folder }, weightFiles.files);
  const tokenizer = await openTokenizer(folder);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const session = await openSession(path, { device: "cpu", ...threads });
  const identity = {
    preset: preset.id,
    weightsHash: weightFiles.hash,
    packages: packagesThat("tokenises", "computes"),
    settings: { ...preset.preprocessing, tokenLimit },
  };
  try {
    checkModel(session, expectedModel(path));
  } catch (error) {
    await session.close();
    throw error;
  }
  return gloveWeightedExtractor({ preset, identity, weights, session, tokenizer, tokenLimit });
}

function expectedModel(path: string): Parameters<typeof checkModel>[1] {
  return {
    path,
    output: "last_hidden_state",
    required: ["input_ids"],
    optional: [],
    rank: 2,
    outputRanks: [3],
    dimAxis: 2,
    dim: preset.dim,
  };
}
