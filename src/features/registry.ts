/** Every preset by its id: adding a preset is adding its file and one line here. */
import { MoviolaError } from "../common/errors.js";
import { didYouMean } from "../common/suggest.js";
import type { PresetEntry } from "./contract.js";
import { bertCls } from "./presets/bert-cls.js";
import { bertMean } from "./presets/bert-mean.js";
import { clipImage } from "./presets/clip-image.js";
import { clipText } from "./presets/clip-text.js";
import { custom } from "./presets/custom.js";
import { glove } from "./presets/glove.js";
import { gloveWeighted } from "./presets/glove-weighted.js";
import { minilm } from "./presets/minilm.js";
import { mobilenetV2 } from "./presets/mobilenet-v2.js";
import { palette } from "./presets/palette.js";
import { posterPixels } from "./presets/poster-pixels.js";
import { resnet50 } from "./presets/resnet50.js";
import { tfidfLsa } from "./presets/tfidf-lsa.js";
import { vitCls } from "./presets/vit-cls.js";
import { vitMean } from "./presets/vit-mean.js";

const entries: readonly PresetEntry[] = [
  bertCls,
  bertMean,
  minilm,
  glove,
  gloveWeighted,
  vitCls,
  vitMean,
  resnet50,
  mobilenetV2,
  clipText,
  clipImage,
  tfidfLsa,
  palette,
  posterPixels,
  custom,
];

/** All presets, in the order they are listed. */
export function allPresets(): readonly PresetEntry[] {
  return entries;
}

/** The preset called `id`; throws `E_FEATURE_PRESET` with the list of ids. */
export function presetEntry(id: string): PresetEntry {
  const entry = entries.find((candidate) => candidate.preset.id === id);
  if (entry !== undefined) return entry;
  const ids = entries.map((candidate) => candidate.preset.id);
  throw new MoviolaError("E_FEATURE_PRESET", `There is no feature preset called "${id}"`, {
    expected: ids.join(", "),
    got: JSON.stringify(id),
    remedy: `${didYouMean(id, ids)}\`moviola features list\` shows them all`,
  });
}
