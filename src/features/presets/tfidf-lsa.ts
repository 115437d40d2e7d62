/**
 * Latent semantic analysis: TF-IDF weights of the words, brought down to 128 numbers by a truncated
 * singular value decomposition of the collection's own texts. Needs no weights, so it runs anywhere.
 *
 * Unlike sklearn's `TfidfVectorizer` rarity has no 1 added to it: words that stand in most texts weigh
 * nothing, which brings films of equal genres closer.
 */
import { requireCpu, wholeSettings } from "../shared/plain-options.js";
import { tfidfLsaExtractor } from "../tfidf-lsa/tfidf-lsa-extractor.js";
import type { CorpusExtractor, ExtractorOptions, FeaturePreset, PresetEntry } from "../contract.js";

const standardMinimum = 2;

const preset: FeaturePreset = {
  id: "tfidf-lsa",
  title: "TF-IDF and truncated SVD of the texts, 128 numbers",
  modality: "text",
  dim: 128,
  layer: "128 strongest right singular vectors of the texts' TF-IDF rows",
  pooling: "scaled to length 1",
  preprocessing: {
    words:
      "NFKC, lower case, runs of two or more letters, marks and digits, 223 stop words left out",
    minimumDocuments: standardMinimum,
    termFrequency: "1 + ln tf",
    rarity: "ln((1 + n) / (1 + df))",
    rows: "scaled to length 1",
    version: 1,
  },
  licence: "MIT",
  source: "Deerwester et al. 1990; Salton and Buckley 1988",
};

/** TF-IDF with latent semantic analysis; the setting `minimumDocuments` is 1 to 1,000, by default 2. */
export const tfidfLsa: PresetEntry = {
  preset,
  open: (options) => new Promise((resolve) => resolve(openLsa(options))),
};

function openLsa(options: ExtractorOptions): CorpusExtractor {
  const given = wholeSettings(preset.id, options, { minimumDocuments: [1, 1000] });
  const { minimumDocuments = standardMinimum } = given;
  requireCpu(preset.id, options);
  const settings = { ...preset.preprocessing, minimumDocuments };
  const identity = { preset: preset.id, weightsHash: "none", settings };
  return tfidfLsaExtractor(preset, identity, minimumDocuments);
}
