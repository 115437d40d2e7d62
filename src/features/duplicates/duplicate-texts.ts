import type { Dataset, ItemContent } from "../../data/dataset.js";
import type { TextOf } from "../contract.js";
import { chooseRows } from "../shared/choose-rows.js";
import { learnVocabulary, weighTexts } from "../tfidf-lsa/term-weights.js";
import { tokeniseWords } from "../tfidf-lsa/tokenise-words.js";
import { checkCosine } from "./near-vectors.js";
import { equalClasses, reportOf, type DuplicateReport } from "./report.js";
import { similarRows } from "./similar-rows.js";

/** Options of {@link findDuplicateTexts}. */
export interface DuplicateTextsOptions {
  /** Default the item's text without its title. */
  readonly textOf?: TextOf;
  /** Cosine of the texts' TF-IDF rows, of all their words, from which on they are alike; default 0.6. */
  readonly minimumCosine?: number;
}

/**
 * Items with the same words in the same order, case, punctuation and stop words aside, and items with
 * nearly the same words: TF-IDF rows as `tfidf-lsa` makes them, but of all words and without the decomposition.
 * Texts of one topic, such as a film and its sequel, lie below 0.55 on real plots. Throws
 * `E_FEATURE_OPTION`.
 */
export function findDuplicateTexts(
  dataset: Pick<Dataset, "itemContent">,
  options: DuplicateTextsOptions = {},
): DuplicateReport {
  const { textOf = textAlone, minimumCosine = 0.6 } = options;
  checkCosine(minimumCosine);
  const words = dataset.itemContent.map((content) => tokeniseWords(textOf(content) ?? ""));
  const keys = words.map((list) => (list.length === 0 ? undefined : list.join(" ")));
  const { firsts, pairs } = equalClasses(keys);
  const isFirst = new Uint8Array(words.length);
  for (const item of firsts) isFirst[item] = 1;
  const rows = weighTexts(words, learnVocabulary(words, 1));
  const weighty = firsts.filter((item) => rows.offsets[item + 1] > rows.offsets[item]);
  const near = similarRows(chooseRows(rows, isFirst), minimumCosine).map(
    ({ one, other, similarity }) => ({ one: weighty[one], other: weighty[other], similarity }),
  );
  const nCompared = firsts.length + pairs.length;
  return reportOf(dataset.itemContent, pairs, near, {
    nCompared,
    nSkipped: words.length - nCompared,
    rule: `TF-IDF rows with a cosine of at least ${minimumCosine}`,
  });
}

function textAlone({ text }: ItemContent): string | undefined {
  return text;
}
