/** What Xia's network takes, from sizes alone; the factors count the operators of a graph. */
import type { FitInput } from "../contract.js";
import type { NetworkNumbers } from "../shared/graph/expected-bytes.js";
import { attributes } from "./content.js";
import type { XiaSettings } from "./settings.js";

/** Tokens of a pair, [CLS] and [SEP] among them, and the lengths of the vectors that some are made of. */
function tokensOf(input: FitInput, { ids, variant }: XiaSettings): readonly [number, number[]] {
  const { features = {}, userAttributes = [], itemContent = [] } = input;
  const known = attributes.filter((name) => userAttributes.some((user) => name in user)).length;
  const genres = itemContent.some((item) => item.genres.length > 0) ? 1 : 0;
  const introduction = features.introduction ?? features.text;
  const vectors = [features.title, introduction, variant === "cro" ? features.image : undefined];
  const dims = vectors.filter((matrix) => matrix !== undefined).map(({ dim }) => dim);
  return [2 + (ids ? 2 : 0) + known + genres + dims.length, dims];
}

/** The network's numbers, known before it is built. */
export function xiaSize(input: FitInput, settings: XiaSettings): NetworkNumbers {
  const { branches, branchSize, ids, width, layers, heads, hiddenSize } = settings;
  const { nUsers, nItems } = input.train;
  const [nTokens, dims] = tokensOf(input, settings);
  const isOneHot = branches === "one-hot";
  const code = isOneHot ? Math.ceil(width / 6) : branchSize;
  const perBranch = isOneHot ? (code * width) / 2 + width ** 2 / 2 : code * width;
  const sum = dims.reduce((total, dim) => total + dim, 0);
  return {
    parameters:
      (ids ? (nUsers + nItems) * (code + 1) : 0) +
      sum * width +
      nTokens * perBranch +
      layers * (4 * width ** 2 + 2 * width * hiddenSize),
    // In the last layer [CLS] alone is a query.
    perPair:
      20 * nTokens * width +
      6 * hiddenSize +
      nTokens * code +
      (layers - 1) * nTokens * (30 * width + 6 * hiddenSize + 6 * heads * nTokens),
    perItem: sum + 4 * dims.length * width,
    tables: isOneHot ? 0 : nItems * sum,
  };
}
